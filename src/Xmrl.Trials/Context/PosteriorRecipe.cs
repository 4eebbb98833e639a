using System.Collections.Immutable;
using Xmrl.Rl.ActorCritic;

namespace Xmrl.Trials.Context;

/// <summary>Everything that a soft actor-critic with or without a latent is made of.</summary>
internal sealed record PosteriorRecipe
{
    /// <summary>Constants of the errors.</summary>
    public SoftOptions Soft { get; init; } = new();

    /// <summary>Widths of the hidden layers of policy, critics and value.</summary>
    public ImmutableArray<int> Hidden { get; init; } = [300, 300, 300];

    /// <summary>Widths of the hidden layers of the encoder.</summary>
    public ImmutableArray<int> EncoderHidden { get; init; } = [200, 200, 200];

    /// <summary>L; 0 for none: plain soft actor-critic.</summary>
    public int Latent { get; init; } = 5;

    /// <summary>Whether a transition of the context shows o′.</summary>
    public bool NextInContext { get; init; }

    /// <summary>τ of the slow copies.</summary>
    public double TargetRate { get; init; } = 0.005;

    /// <summary>Factor from a policy's action to that of the environment.</summary>
    public double ActionScale { get; init; } = 1;

    /// <summary>Transitions b of a task and gradient step.</summary>
    public int Batch { get; init; } = 256;

    /// <summary>Transitions N that a latent is inferred from in training.</summary>
    public int ContextSamples { get; init; } = 64;

    /// <summary>Tasks of a gradient step, drawn with replacement.</summary>
    public int MetaBatch { get; init; } = 16;

    /// <summary>Tasks of a collection, drawn with replacement.</summary>
    public int TasksPerCollection { get; init; } = 5;

    /// <summary>Steps that a task takes when it is first met, with latents of the prior.</summary>
    public int InitialSteps { get; init; } = 2000;

    /// <summary>Steps of a collection with latents of the prior.</summary>
    public int PriorSteps { get; init; } = 400;

    /// <summary>Steps of a collection with latents of the posterior that join the context.</summary>
    public int PosteriorSteps { get; init; }

    /// <summary>Steps of a collection with latents of the posterior that do not.</summary>
    public int ExtraSteps { get; init; } = 600;

    /// <summary>Gradient steps of an iteration.</summary>
    public int GradientSteps { get; init; } = 2000;

    /// <summary>Weight κ of the divergence of posterior from prior.</summary>
    public double KlWeight { get; init; } = 0.1;

    /// <summary>How the divergences are put together.</summary>
    public KlReduction KlReduction { get; init; } = KlReduction.Sum;

    /// <summary>Steps that a task's replay keeps.</summary>
    public int ReplayCapacity { get; init; } = 1_000_000;

    /// <summary>Trajectories of an adaptation before the first inference.</summary>
    public int ExplorationTrajectories { get; init; } = 1;

    /// <summary>Whether the trajectories of an adaptation have sampled actions, as those of the collection have, instead of mean
    /// ones.</summary>
    public bool SampledExploration { get; init; }

    /// <summary>Trajectories of an adaptation before it is scored.</summary>
    public int AdaptationTrajectories { get; init; } = 2;
}
