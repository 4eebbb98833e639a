using Xmrl.Numerics.Randomness;

namespace Xmrl.Environments.BernoulliBandit;

/// <summary>What a strategy has seen of one bandit.</summary>
/// <param name="arms">k, the number of arms.</param>
internal sealed class BanditHistory(int arms)
{
    private readonly int[] _successes = new int[arms];
    private readonly int[] _failures = new int[arms];

    /// <summary>k, the number of arms.</summary>
    public int Arms => arms;

    /// <summary>Number of pulls so far.</summary>
    public int Pulls { get; private set; }

    /// <summary>The arm pulled last; −1 before the first pull.</summary>
    public int LastArm { get; private set; } = -1;

    /// <summary>Whether the last pull was paid.</summary>
    public bool LastPaid { get; private set; }

    /// <summary>How often an arm was paid.</summary>
    public int Successes(int arm) => _successes[arm];

    /// <summary>How often an arm was pulled and not paid.</summary>
    public int Failures(int arm) => _failures[arm];

    /// <summary>Mean (s + 1)/(s + f + 2) of an arm's success rate, uniform at first, after s successes and f failures.</summary>
    public double PosteriorMean(int arm) => (_successes[arm] + 1.0) / (_successes[arm] + _failures[arm] + 2.0);

    /// <summary>Notes a pull.</summary>
    /// <param name="arm">The arm.</param>
    /// <param name="isPaid">Whether it was paid.</param>
    public void Add(int arm, bool isPaid)
    {
        (isPaid ? _successes : _failures)[arm]++;
        (LastArm, LastPaid) = (arm, isPaid);
        Pulls++;
    }

    /// <summary>The arm with the highest index; any of equals, with equal probability. Which one matters: to go on with the first favours
    /// arms that were pulled before, and costs greedy play half a reward of 75.</summary>
    /// <param name="index">The index of an arm.</param>
    /// <param name="key">Decides between equals.</param>
    public int Best(Func<int, double> index, RandomKey key)
    {
        int best = 0;
        int equals = 0;
        double highest = double.NegativeInfinity;
        for (int arm = 0; arm < arms; arm++)
        {
            double value = index(arm);
            if (value > highest)
            {
                (best, equals, highest) = (arm, 1, value);
            }
            else if (value == highest && key.Integer((ulong)arm, ++equals) == 0)
            {
                best = arm;
            }
        }

        return best;
    }
}
