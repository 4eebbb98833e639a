using Xmrl.Numerics.Randomness;
using Xmrl.Statistics;

namespace Xmrl.Verification.Coverage;

/// <summary>A law of scores whose figures are known exactly, to measure how often intervals cover them.</summary>
internal sealed record ScoreLaw
{
    /// <summary>Name in tables.</summary>
    public required string Name { get; init; }

    /// <summary>What scores can be; null where that is not known to the intervals.</summary>
    public ScoreRange? Range { get; init; }

    /// <summary>Whether scores are such as the product prints intervals for; false for laws that show where a method ends.</summary>
    public bool IsPromised { get; init; } = true;

    /// <summary>Draws score i of a sample.</summary>
    public required Func<RandomKey, int, double> Draw { get; init; }

    /// <summary>The true figures.</summary>
    public required IReadOnlyDictionary<ScoreStatistic, double> Truth { get; init; }

    /// <summary>Sizes of the samples.</summary>
    public required int[] Sizes { get; init; }

    /// <summary>A law on equidistant scores.</summary>
    /// <param name="name">Name in tables.</param>
    /// <param name="range">First and last score.</param>
    /// <param name="shares">Probability of each score, ascending; the last takes what is left of 1.</param>
    /// <param name="statistics">The figures to measure.</param>
    /// <param name="sizes">Sizes of the samples.</param>
    public static ScoreLaw Discrete(string name, ScoreRange range, double[] shares, ScoreStatistic[] statistics, int[] sizes)
    {
        double Score(int at) => range.Least + ((range.Most - range.Least) * at / (shares.Length - 1));
        return new ScoreLaw
        {
            Name = name,
            Range = range,
            Draw = (key, i) => Score(At(key.UniformOpen((ulong)i))),
            Truth = statistics.ToDictionary(statistic => statistic, Figure),
            Sizes = sizes,
        };

        int At(double uniform)
        {
            int at = 0;
            for (; at < shares.Length - 1 && uniform >= shares[at]; at++)
            {
                uniform -= shares[at];
            }

            return at;
        }

        double Figure(ScoreStatistic statistic)
        {
            (double from, double to) = ScoreIntervals.Part(statistic);
            double below = 0, sum = 0;
            for (int at = 0; at < shares.Length; at++)
            {
                double above = at == shares.Length - 1 ? 1 : below + shares[at];
                sum += Score(at) * Math.Max(0, Math.Min(above, to) - Math.Max(below, from));
                below = above;
            }

            return sum / (to - from);
        }
    }
}
