using Xmrl.Meta.Adaptation;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Learning;

/// <summary>What MAML-like learners are made of, apart from environment, policy and outer step.</summary>
public sealed record LearnerOptions
{
    /// <summary>Inner step size α ≥ 0.</summary>
    public double InnerStepSize { get; init => field = Ranges.NotNegative(value, nameof(InnerStepSize)); } = 0.1;

    /// <summary>Inner step size ≥ 0 of the policy's context vector; null for <see cref="InnerStepSize"/>. With 0 for the rest, only the context adapts (CAVIA).</summary>
    public double? ContextStepSize { get; init => field = value is { } size ? Ranges.NotNegative(size, nameof(ContextStepSize)) : null; }

    /// <summary>Inner steps K ≥ 1.</summary>
    public int InnerSteps { get; init => field = Ranges.AtLeast(1, value, nameof(InnerSteps)); } = 1;

    /// <summary>Trajectories per task and rollout, ≥ 1.</summary>
    public int Trajectories { get; init => field = Ranges.AtLeast(1, value, nameof(Trajectories)); } = 20;

    /// <summary>How far the hyper-gradient looks through the inner steps.</summary>
    public GradientOrder GradientOrder { get; init; } = GradientOrder.SecondOrder;

    /// <summary>Surrogate of the inner steps.</summary>
    public ISurrogate InnerSurrogate { get; init; } = new LowVarianceCurvature();

    /// <summary>Surrogate of the adapted policy's return.</summary>
    public ISurrogate OuterSurrogate { get; init; } = new LowVarianceCurvature();

    /// <summary>How inner rollouts become samples.</summary>
    public BatchOptions InnerBatch { get; init; } = new();

    /// <summary>How outer rollouts become samples.</summary>
    public BatchOptions OuterBatch { get; init; } = new();
}
