using Xmrl.Numerics.Validation;
using Xmrl.Rl.Advantages;

namespace Xmrl.Rl.Surrogates;

/// <summary>How rollouts become weighted samples.</summary>
public sealed record BatchOptions
{
    /// <summary>γ and λ.</summary>
    public GaeOptions Gae { get; init; } = new();

    /// <summary>Scale of the advantages.</summary>
    public AdvantageScaling Scaling { get; init; } = AdvantageScaling.Standardized;

    /// <summary>The constant of <see cref="AdvantageScaling.Common"/>, &gt; 0.</summary>
    public double CommonScale { get; init => field = NumberRange.Positive.Require(value); } = 1;

    /// <summary>What the sum over samples is divided by.</summary>
    public SampleReduction Reduction { get; init; } = SampleReduction.PerSample;
}
