using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Objectives;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Gradient;

/// <summary>What MAML-like learners are made of, apart from environment, policy and outer step.</summary>
public sealed record LearnerOptions
{
    /// <summary>Inner step size α, ≥ 0. Default 0.1 (Finn et al. 2017, author code).</summary>
    public double InnerStepSize { get; init => field = NumberRange.NotNegative.Require(value); } = 0.1;

    /// <summary>Inner step size of the policy's context vector, ≥ 0; null for <see cref="InnerStepSize"/>. With 0 for the rest, only the
    /// context adapts (CAVIA). Default null.</summary>
    public double? ContextStepSize { get; init => field = NumberRange.NotNegative.Require(value); }

    /// <summary>Whether inner step sizes are meta-parameters; those above are then their first values.</summary>
    public StepSizeLearning StepSizeLearning { get; init; }

    /// <summary>The term of the inner samples' own dependence on θ (SG-MRL, E-MAML); null for none (MAML).</summary>
    public SamplingCorrection? Correction { get; init; }

    /// <summary>Inner steps K, ≥ 1. Default 1 (Finn et al. 2017).</summary>
    public int InnerSteps { get; init => field = NumberRange.AtLeast(1).Require(value); } = 1;

    /// <summary>Trajectories per task and rollout, ≥ 1. Default 20 (xmrl, Appendix M).</summary>
    public int Trajectories { get; init => field = NumberRange.AtLeast(1).Require(value); } = 20;

    /// <summary>How far the hyper-gradient looks through the inner steps.</summary>
    public GradientOrder GradientOrder { get; init; } = GradientOrder.SecondOrder;

    /// <summary>Surrogate of the inner steps.</summary>
    public ISurrogate InnerSurrogate { get; init; } = new LowVarianceCurvature();

    /// <summary>Surrogate of the adapted policy's return.</summary>
    public ISurrogate OuterSurrogate { get; init; } = new LowVarianceCurvature();

    /// <summary>Surrogate by which candidates are judged and epochs are climbed on rollouts of other parameters:
    /// <see cref="ImportanceRatio"/> (TRPO) or <see cref="Clipped"/> (PPO, ProMP).</summary>
    public ISurrogate RatioSurrogate { get; init; } = new ImportanceRatio();

    /// <summary>Adapt by solving the proximal inner problem on one rollout (implicit MAML) instead of by inner steps; null for inner
    /// steps.</summary>
    public ProximalOptions? Proximal { get; init; }

    /// <summary>Whether every adaptation begins with the context at 0, so that the context is no meta-parameter (CAVIA).</summary>
    public bool ResetsContext { get; init; }

    /// <summary>Quadratic terms inside and outside (meta-regularization); null for none.</summary>
    public QuadraticRegularization? Regularization { get; init; }

    /// <summary>How inner rollouts become samples.</summary>
    public BatchOptions InnerBatch { get; init; } = new();

    /// <summary>How outer rollouts become samples.</summary>
    public BatchOptions OuterBatch { get; init; } = new();

    /// <summary>Makes the outer step of a training from its schedule and the number of meta-parameters. Default Adam on the hyper-gradient,
    /// whose norm is clipped at 1, with a cosine schedule.</summary>
    public Func<OuterSchedule, int, IOuterStep> OuterStep { get; init; } = static (schedule, parameters) => new GradientOuterStep(
        new Adam(parameters, new AdamOptions { StepSize = schedule.StepSize * schedule.Scale }), schedule.Cosine(), maximumNorm: 1);

    /// <summary>Refuses parts that do not go together.</summary>
    internal void Check()
    {
        if (Proximal is not null
            && (InnerSteps != 1 || Correction is not null || StepSizeLearning != StepSizeLearning.Fixed || ResetsContext))
        {
            throw new ArgumentException(
                "A proximal inner solve takes one rollout and has neither inner step sizes to learn, nor a sampling correction, nor a "
                    + "context that is reset.",
                nameof(Proximal));
        }

        if (Proximal is not null && Regularization is { Inner: > 0 })
        {
            throw new ArgumentException(
                "A proximal inner solve has a quadratic term of its own; an inverted one inside cannot join it.", nameof(Regularization));
        }
    }
}
