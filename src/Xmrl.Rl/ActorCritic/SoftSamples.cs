using Xmrl.Numerics.Matrices;

namespace Xmrl.Rl.ActorCritic;

/// <summary>What one step of learning sees of one task: transitions, noise, and the latent that all of them share.</summary>
internal readonly ref struct SoftSamples
{
    /// <summary>Normalised observations o. Shape [O, b].</summary>
    public required ConstMatrix Observations { get; init; }

    /// <summary>Actions a in [−1, 1]. Shape [A, b].</summary>
    public required ConstMatrix Actions { get; init; }

    /// <summary>Rewards that values are learned from. Shape [1, b].</summary>
    public required ConstMatrix Rewards { get; init; }

    /// <summary>1, or 0 where the process ended. Shape [1, b].</summary>
    public required ConstMatrix Continuations { get; init; }

    /// <summary>Normalised observations o′. Shape [O, b].</summary>
    public required ConstMatrix Next { get; init; }

    /// <summary>Noise ε of the action that the critic's target asks for; read by twin targets alone. Shape [A, b].</summary>
    public required ConstMatrix TargetNoise { get; init; }

    /// <summary>Noise ε of the policy's action. Shape [A, b].</summary>
    public required ConstMatrix PolicyNoise { get; init; }

    /// <summary>The latent z. Shape [L]; empty without one.</summary>
    public ReadOnlySpan<Real> Latent { get; init; }

    /// <summary>The temperature; 1 with a value target.</summary>
    public required double Temperature { get; init; }
}
