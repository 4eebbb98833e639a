namespace Xmrl.Environments.BernoulliBandit;

/// <summary>The largest expected total reward that any strategy has on Bernoulli bandits whose success rates are uniform: the ceiling of
/// what a learner can reach, of which a mean significantly above says that something leaked.</summary>
/// <remarks>V_n = 0, V_t(c) = maxᵢ pᵢ(1 + V_{t+1}(c + sᵢ)) + (1 − pᵢ)V_{t+1}(c + fᵢ) with pᵢ = (sᵢ + 1)/(sᵢ + fᵢ + 2), over the counts c of
/// successes and failures of all arms. Arms are alike, so counts are sorted, and those of one t are kept at a time.</remarks>
internal sealed class BanditOptimum
{
    private readonly int _pulls;
    private readonly int _side;
    private readonly ulong _radix;
    private readonly int[] _counts;
    private Dictionary<ulong, double> _later = [];
    private Dictionary<ulong, double> _present = [];

    private BanditOptimum(int arms, int pulls)
    {
        _pulls = pulls;
        _side = pulls + 1;
        _radix = (ulong)_side * (ulong)_side;
        _counts = new int[arms];
    }

    /// <summary>Computes it.</summary>
    /// <param name="arms">k ≥ 1.</param>
    /// <param name="pulls">n ≥ 1. About 2.3 million states for k = 2 and n = 100, 3,519 for k = 5 and n = 10; they grow with n^(2k)/((2k)!
    /// k!).</param>
    /// <returns>In [n/2, n].</returns>
    /// <exception cref="ArgumentException">k or n is not positive, or (n + 1)^(2k) does not fit into 64 bits.</exception>
    public static double Of(int arms, int pulls)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(arms);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pulls);
        if (2 * arms * Math.Log2(pulls + 1.0) > 63)
        {
            throw new ArgumentException($"{arms} arms and {pulls} pulls have more states than can be numbered.", nameof(pulls));
        }

        return new BanditOptimum(arms, pulls).Solve();
    }

    private double Solve()
    {
        for (int made = _pulls - 1; made >= 0; made--)
        {
            (_later, _present) = (_present, _later);
            _present.Clear();
            Visit(0, 0, made);
        }

        return _present[0];
    }

    /// <summary>Visits all sorted counts of so many pulls from an arm on.</summary>
    /// <param name="arm">The first arm that has no counts yet.</param>
    /// <param name="least">Counts that it must not be below, as a number.</param>
    /// <param name="left">Pulls that are left for it and those after it.</param>
    private void Visit(int arm, int least, int left)
    {
        bool isLast = arm == _counts.Length - 1;
        for (int successes = 0; successes <= left; successes++)
        {
            for (int failures = isLast ? left - successes : 0; failures <= left - successes; failures++)
            {
                int count = (successes * _side) + failures;
                if (count < least)
                {
                    continue;
                }

                _counts[arm] = count;
                if (isLast)
                {
                    _present.Add(Number(_counts), Best());
                }
                else
                {
                    Visit(arm + 1, count, left - successes - failures);
                }
            }
        }
    }

    private double Best()
    {
        double best = 0;
        for (int arm = 0; arm < _counts.Length; arm++)
        {
            if (arm > 0 && _counts[arm] == _counts[arm - 1])
            {
                continue;
            }

            (int successes, int failures) = Math.DivRem(_counts[arm], _side);
            double rate = (successes + 1.0) / (successes + failures + 2.0);
            best = Math.Max(best, (rate * (1 + Later(arm, _side))) + ((1 - rate) * Later(arm, 1)));
        }

        return best;
    }

    /// <summary>The value after one more success or failure of an arm; 0 after the last pull.</summary>
    private double Later(int arm, int more)
    {
        if (_later.Count == 0)
        {
            return 0;
        }

        Span<int> counts = stackalloc int[_counts.Length];
        _counts.CopyTo(counts);
        int count = counts[arm] + more;
        int place = arm;
        while (place + 1 < counts.Length && counts[place + 1] < count)
        {
            counts[place] = counts[place + 1];
            place++;
        }

        counts[place] = count;
        return _later[Number(counts)];
    }

    private ulong Number(ReadOnlySpan<int> counts)
    {
        ulong number = 0;
        foreach (int count in counts)
        {
            number = (number * _radix) + (ulong)count;
        }

        return number;
    }
}
