using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Objectives;
using Xmrl.Rl.Environments;

namespace Xmrl.Meta.Gradient;

/// <summary>What one task contributed to an iteration.</summary>
public sealed record TaskOutcome
{
    /// <summary>Fixed rollouts, for derivatives.</summary>
    public required AdaptationData Data { get; init; }

    /// <summary>What augmentation added to the data of each inner step and, last, to the adapted policy's rollout; empty without
    /// augmentation.</summary>
    public IReadOnlyList<AddedSamples> Added { get; init; } = [];

    /// <summary>Mean undiscounted return of the meta-policy.</summary>
    public double ReturnBefore { get; init; }

    /// <summary>Mean undiscounted return of the adapted policy.</summary>
    public double ReturnAfter { get; init; }

    /// <summary>Success rate of the adapted policy, where the environment has success.</summary>
    public double SuccessAfter { get; init; }

    /// <summary>Norm of the proximal inner problem's gradient where its solve ended, as a share of the norm where it began; 0 for inner
    /// steps.</summary>
    public double Residual { get; init; }

    /// <summary>What became of the adaptation.</summary>
    public AdaptationStatus Status { get; init; }

    /// <summary>Environment steps taken.</summary>
    public long Interactions { get; init; }

    /// <summary>Mixed states that were drawn but infeasible.</summary>
    public int Infeasible { get; init; }

    /// <summary>Names the first number that is not finite (task and tensor); null if all are finite.</summary>
    public string? NonFinite { get; init; }

    /// <summary>Seconds of the worker in each phase.</summary>
    public PhaseSeconds Seconds { get; init; }

    /// <summary>What the environment's physics engine did; its seconds are part of the sampling.</summary>
    public EngineUse Engine { get; init; }
}
