namespace Xmrl.Rl.Advantages;

/// <summary>Rewards of N trajectories, one after the other, with where each begins and how it ended.</summary>
internal readonly ref struct PackedTrajectories
{
    /// <summary>Rewards r. Shape [n].</summary>
    public required ReadOnlySpan<Real> Rewards { get; init; }

    /// <summary>First sample of each trajectory, ascending from 0; the last entry is n. Shape [N + 1].</summary>
    public required ReadOnlySpan<int> Starts { get; init; }

    /// <summary>True where the process ended, false where the trajectory was cut off. Shape [N].</summary>
    public required ReadOnlySpan<bool> Terminated { get; init; }

    /// <summary>N, the number of trajectories.</summary>
    public int Count => Terminated.Length;

    /// <summary>n, the number of samples.</summary>
    public int Samples => Rewards.Length;

    /// <summary>Checks that the three spans fit together.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public void Check()
    {
        if (Starts.Length != Terminated.Length + 1 || Starts[0] != 0 || Starts[^1] != Rewards.Length)
        {
            throw new ArgumentException(
                $"Starts must have shape [{Terminated.Length + 1}] and run from 0 to {Rewards.Length}; found shape "
                    + $"[{Starts.Length}]{(Starts.IsEmpty ? "" : $" from {Starts[0]} to {Starts[^1]}")}.");
        }

        for (int j = 0; j < Terminated.Length; j++)
        {
            if (Starts[j + 1] < Starts[j])
            {
                throw new ArgumentException($"Starts must ascend; entry {j + 1} is {Starts[j + 1]} after {Starts[j]}.");
            }
        }
    }
}
