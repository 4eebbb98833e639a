using Xmrl.Rl.Environments;

namespace Xmrl.Offline.Data;

/// <summary>The stored steps of one task, in the order of time, episode after episode. O, A and N are the numbers of components of an
/// observation and of an action, and of episodes; n is the number of steps.</summary>
internal sealed record TaskBuffer
{
    /// <summary>Number of stages that a buffer is told in: early, middle, late.</summary>
    public const int Stages = 3;

    /// <summary>The task.</summary>
    public required MdpTask MdpTask { get; init; }

    /// <summary>Raw observations before each step, row after row. Shape [n, O].</summary>
    public required float[] Observations { get; init; }

    /// <summary>Actions as executed; a choice is one number. Shape [n, A].</summary>
    public required float[] Actions { get; init; }

    /// <summary>Rewards. Shape [n].</summary>
    public required float[] Rewards { get; init; }

    /// <summary>First step of each episode, ascending from 0. Shape [N].</summary>
    public required long[] EpisodeStarts { get; init; }

    /// <summary>1 where the process ended, 0 where the horizon or the end of the recording cut the episode. Shape [N].</summary>
    public required byte[] Terminated { get; init; }

    /// <summary>Observations after the last step of each episode. Shape [N, O].</summary>
    public required float[] FinalObservations { get; init; }

    /// <summary>Which policy of a collection began each episode, ascending; null where that is unknown. Shape [N].</summary>
    public int[]? PolicyNumbers { get; init; }

    /// <summary>ln π of every action under the policy that drew it, in nats; null where that is unknown. Shape [n].</summary>
    public float[]? ActionLogProbabilities { get; init; }

    /// <summary>n, the number of steps.</summary>
    public int Steps => Rewards.Length;

    /// <summary>N, the number of episodes.</summary>
    public int Episodes => EpisodeStarts.Length;

    /// <summary>Step after the last one of an episode.</summary>
    /// <param name="episode">Number of the episode.</param>
    public int EndOf(int episode) => episode + 1 < Episodes ? (int)EpisodeStarts[episode + 1] : Steps;

    /// <summary>Undiscounted return of every episode.</summary>
    /// <returns>Shape [N].</returns>
    public double[] EpisodeReturns()
    {
        var returns = new double[Episodes];
        for (int j = 0; j < returns.Length; j++)
        {
            for (int t = (int)EpisodeStarts[j]; t < EndOf(j); t++)
            {
                returns[j] += Rewards[t];
            }
        }

        return returns;
    }

    /// <summary>The stage of every episode: the third of all steps that its middle lies in.</summary>
    /// <returns>0 early, 1 middle, 2 late. Shape [N].</returns>
    public int[] EpisodeStages()
    {
        var stages = new int[Episodes];
        for (int j = 0; j < stages.Length; j++)
        {
            long twiceMiddle = EpisodeStarts[j] + EndOf(j);
            stages[j] = (int)Math.Min(Stages - 1, Stages * twiceMiddle / (2L * Steps));
        }

        return stages;
    }

    /// <summary>Mean return of the episodes of each stage; NaN where a stage has none.</summary>
    /// <returns>Shape [3].</returns>
    public double[] StageReturns()
    {
        int[] stages = EpisodeStages();
        double[] returns = EpisodeReturns();
        var sums = new double[Stages];
        var counts = new int[Stages];
        for (int j = 0; j < stages.Length; j++)
        {
            sums[stages[j]] += returns[j];
            counts[stages[j]]++;
        }

        return [.. sums.Select((sum, stage) => counts[stage] == 0 ? double.NaN : sum / counts[stage])];
    }

    /// <summary>Discounted returns R_t = Σ_k γᵏ·r_{t+k} to the end of the episode, and the factors γ^(T − t) on the value of what follows a
    /// cut episode, 0 where the process ended.</summary>
    /// <param name="discount">γ in (0, 1].</param>
    /// <returns>Shapes [n].</returns>
    public (double[] Returns, double[] Tails) ReturnsAndTails(double discount)
    {
        var returns = new double[Steps];
        var tails = new double[Steps];
        for (int j = 0; j < Episodes; j++)
        {
            double sum = 0;
            double tail = Terminated[j] == 1 ? 0 : 1;
            for (int t = EndOf(j) - 1; t >= EpisodeStarts[j]; t--)
            {
                sum = Rewards[t] + (discount * sum);
                tail *= discount;
                (returns[t], tails[t]) = (sum, tail);
            }
        }

        return (returns, tails);
    }
}
