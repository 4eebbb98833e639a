using System.Collections.Immutable;

namespace Xmrl.Rl.Environments;

/// <summary>One Markov decision process drawn from p(task): an immutable point in an environment's parameter space.</summary>
/// <remarks>Two tasks are equal when their environment, index and every parameter are equal, bit for bit.</remarks>
public sealed record MdpTask
{
    /// <summary>Id of the environment, for example <c>Drone-v1</c>.</summary>
    public required string EnvironmentId { get; init; }

    /// <summary>Position in the task set it was drawn for, ≥ 0. Names the task in records and figures; has no effect on the
    /// process.</summary>
    public int Index { get; init; }

    /// <summary>Parameters in the order of <see cref="EnvironmentSpec.TaskParameterNames"/>.</summary>
    public required ImmutableArray<double> Parameters { get; init; }

    /// <summary>Equality over environment, index and parameters.</summary>
    /// <param name="other">The other task.</param>
    public bool Equals(MdpTask? other) =>
        other is not null
        && string.Equals(EnvironmentId, other.EnvironmentId, StringComparison.Ordinal)
        && Index == other.Index
        && Parameters.AsSpan().SequenceEqual(other.Parameters.AsSpan());

    /// <summary>A hash that agrees with <see cref="Equals(MdpTask?)"/>; stable within one process only.</summary>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(EnvironmentId, StringComparer.Ordinal);
        hash.Add(Index);
        foreach (double parameter in Parameters.AsSpan())
        {
            hash.Add(parameter);
        }

        return hash.ToHashCode();
    }
}
