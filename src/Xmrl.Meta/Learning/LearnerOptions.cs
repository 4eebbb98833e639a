using Xmrl.Meta.Adaptation;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Learning;

/// <summary>What MAML-like learners are made of, apart from environment, policy and outer step.</summary>
public sealed record LearnerOptions
{
    /// <summary>Inner step size α.</summary>
    public double InnerStepSize { get; init; } = 0.1;

    /// <summary>Inner step size of the policy's context vector; null for <see cref="InnerStepSize"/>. With 0 for the rest, only the context adapts (CAVIA).</summary>
    public double? ContextStepSize { get; init; }

    /// <summary>Inner steps K.</summary>
    public int InnerSteps { get; init; } = 1;

    /// <summary>Trajectories per task and rollout.</summary>
    public int Trajectories { get; init; } = 20;

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
