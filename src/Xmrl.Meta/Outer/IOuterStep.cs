namespace Xmrl.Meta.Outer;

/// <summary>Moves the meta-parameters.</summary>
public interface IOuterStep
{
    /// <summary>True if the step evaluates candidates or Fisher products, so that the rollouts of an iteration have to be kept.</summary>
    bool NeedsProblem { get; }

    /// <summary>True if the step multiplies vectors with the Fisher matrix, so that it pays to keep curvature that the hyper-gradient needs
    /// as well.</summary>
    bool NeedsFisher => false;

    /// <summary>One step of ascent. Fails closed: the parameters stay as they are unless the status is
    /// <see cref="OuterStatus.Accepted"/>.</summary>
    /// <param name="parameters">θ, updated in place. Shape [P].</param>
    /// <param name="problem">The meta-objective around θ.</param>
    /// <returns>What happened.</returns>
    /// <exception cref="OperationCanceledException">The work was stopped; parameters and state are as before.</exception>
    OuterReport Step(Span<Real> parameters, IOuterProblem problem);

    /// <summary>Everything that the next step depends on, for checkpoints: named copies.</summary>
    IReadOnlyList<(string Name, double[] Values)> State { get; }

    /// <summary>Continues from stored state.</summary>
    /// <param name="state">What <see cref="State"/> gave.</param>
    /// <exception cref="ArgumentException">A name is missing or unknown, or a length is wrong; nothing is changed then.</exception>
    void Restore(IReadOnlyList<(string Name, double[] Values)> state);
}
