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
    public double CommonScale
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(CommonScale), value, $"CommonScale must be finite and above 0; found {value}.");
    }

    = 1;

    /// <summary>What the sum over samples is divided by.</summary>
    public SampleReduction Reduction { get; init; } = SampleReduction.PerSample;
}
