using Xmrl.Numerics.Randomness;

namespace Xmrl.Rl.Rollouts;

/// <summary>What to sample: how many trajectories, from which random numbers.</summary>
public sealed record RolloutRequest
{
    /// <summary>N, the number of trajectories, ≥ 1.</summary>
    public required int Trajectories
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(Trajectories));
            field = value;
        }
    }

    /// <summary>Source of all randomness: trajectory j depends on this key and j, not on N.</summary>
    public required RandomKey Key { get; init; }

    /// <summary>Whether the mean is executed instead of a sampled action. Default false.</summary>
    public bool MeanActions { get; init; }

    /// <summary>Whether the states of an <see cref="Environments.IMixable"/> environment are recorded. Default true.</summary>
    public bool RecordStates { get; init; } = true;

    /// <summary>Asks to stop; checked before every step of the environment. What was sampled until then is of no use.</summary>
    public CancellationToken Cancellation { get; init; }
}
