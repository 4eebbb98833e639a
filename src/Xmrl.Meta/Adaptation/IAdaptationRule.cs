using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Adaptation;

/// <summary>How one adaptation step turns parameters and samples into new parameters. One thread at a time.</summary>
public interface IAdaptationRule
{
    /// <summary>One step.</summary>
    /// <param name="parameters">Parameters θ_k after k steps. Shape [P].</param>
    /// <param name="batch">The rollouts D_k of this step.</param>
    /// <returns>θ_{k+1}, and how far the step is from exact.</returns>
    AdaptationStep Step(ReadOnlySpan<Real> parameters, SampleBatch batch);

    /// <summary>The first number that was not finite in the gradient of a step so far; null if all were finite or none is
    /// watched.</summary>
    NonFiniteElement? NonFinite => null;
}
