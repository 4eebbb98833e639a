using Xmrl.Numerics.Validation;
using Xmrl.Rl.Environments;

namespace Xmrl.Rl.Policies;

/// <summary>The form of a Gaussian policy whose mean is a multilayer perceptron and whose standard deviation does not depend on the
/// observation.</summary>
/// <remarks>a ~ N(μ, diag(e^{2·logσ})) with the perceptron's output μ.</remarks>
public sealed record GaussianMlpShape : MlpShape
{
    /// <summary>A ≥ 1.</summary>
    public required int ActionSize { get; init => field = Positive(value, nameof(ActionSize)); }

    /// <summary>log σ at the start, or for ever when it is not learned; finite, in [−20, 2]. Default −0.7 (ours).</summary>
    public double InitialLogStd { get; init => field = NumberRange.Closed(-20, 2).Require(value); } = -0.7;

    /// <summary>Whether log σ is part of θ. Default true.</summary>
    public bool LearnLogStd { get; init; } = true;

    /// <summary>The default shape with an environment's sizes and normalisation.</summary>
    /// <param name="spec">The environment.</param>
    public static GaussianMlpShape For(EnvironmentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new GaussianMlpShape
        {
            ObservationSize = spec.ObservationSize,
            ActionSize = spec.ActionSize,
            ObservationCentre = spec.ObservationCentre,
            ObservationScale = spec.ObservationScale,
        };
    }
}
