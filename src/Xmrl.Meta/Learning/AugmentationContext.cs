using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Rollouts;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Learning;

/// <summary>What an augmentation builds on.</summary>
public sealed record AugmentationContext
{
    /// <summary>The task's own rollout of the policy at <see cref="Parameters"/>.</summary>
    public required Rollout Rollout { get; init; }

    /// <summary>Parameters θ. Shape [P].</summary>
    public required Real[] Parameters { get; init; }

    /// <summary>V of the state alone, fitted to the rollout when it is asked for.</summary>
    public required Func<LinearBaseline> StateBaseline { get; init; }

    /// <summary>The scale of the rollout's advantages.</summary>
    public required AdvantageScale Scale { get; init; }

    /// <summary>How rollouts become samples.</summary>
    public required BatchOptions Options { get; init; }

    /// <summary>True for the data of an inner step, false for the rollout of the adapted policy.</summary>
    public required bool IsInner { get; init; }

    /// <summary>The rollout's own samples: normalised observations and scaled advantages.</summary>
    public required SampleBatch Own { get; init; }

    /// <summary>Random numbers of this rollout, from which an augmentation derives its own.</summary>
    public required RandomKey Key { get; init; }

    /// <summary>The environments.</summary>
    public required IEnvironmentFamily Family { get; init; }

    /// <summary>Memory of the worker that draws.</summary>
    public required WorkerScratch Scratch { get; init; }
}
