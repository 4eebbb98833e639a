namespace Xmrl.Rl.Rollouts;

/// <summary>The memory of a rollout while it is being filled: trajectory j begins at column j·horizon.</summary>
internal readonly ref struct RolloutBuffers
{
    public required Span<Real> Observations { get; init; }

    public required Span<Real> Actions { get; init; }

    public required Span<Real> States { get; init; }

    public required Span<Real> FinalObservations { get; init; }

    public required Span<Real> Rewards { get; init; }

    public required Span<bool> Terminated { get; init; }

    public required Span<bool> Succeeded { get; init; }

    public required Span<double> Returns { get; init; }

    public required Span<int> Lengths { get; init; }

    public required int Stride { get; init; }

    public required int FinalStride { get; init; }
}
