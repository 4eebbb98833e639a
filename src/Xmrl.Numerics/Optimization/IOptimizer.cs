namespace Xmrl.Numerics.Optimization;

/// <summary>A rule that turns gradients into changes of parameters. Ascent: parameters move along the gradient.</summary>
/// <remarks>Everything here maximises. To minimise a loss, pass the negative gradient. Not safe for use by several threads at
/// once.</remarks>
public interface IOptimizer
{
    /// <summary>Step size of the next step, finite and ≥ 0; set it before each step to follow a schedule.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to a negative value, infinity or NaN.</exception>
    public double StepSize { get; set; }

    /// <summary>The state that a checkpoint needs: copies, named, in a fixed order. Together with the options it continues bit by
    /// bit.</summary>
    public IReadOnlyList<(string Name, double[] Values)> State { get; }

    /// <summary>Takes one step upwards.</summary>
    /// <param name="parameters">θ, changed in place. Shape [P].</param>
    /// <param name="gradient">Direction of ascent. Shape [P]. NaN and infinity propagate: check the norm first, see
    /// <see cref="GradientClipping"/>.</param>
    /// <exception cref="ArgumentException">The lengths differ from each other or from the optimizer's.</exception>
    public void Step(Span<Real> parameters, ReadOnlySpan<double> gradient);

    /// <summary>Takes over a state that <see cref="State"/> gave.</summary>
    /// <param name="state">The named arrays; they are copied.</param>
    /// <exception cref="ArgumentException">A name is missing or unknown, or a length is wrong; nothing is changed then.</exception>
    public void Restore(IReadOnlyList<(string Name, double[] Values)> state);
}
