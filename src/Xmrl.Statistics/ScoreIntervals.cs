using System.Globalization;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Statistics;

/// <summary>
/// Figures of scores with their intervals: the only place that chooses a method. Its choice is by simulated coverage (<c>verify
/// interval-coverage</c>).
/// </summary>
/// <remarks>
/// Scores of known range have <see cref="SpacingsInterval"/>, for every figure and every number of scores. Others have Student's t for
/// the mean, Tukey and McLaughlin's for the interquartile mean
/// from <see cref="LeastForInterquartileMean"/> scores on, and Student's t on the contributions for CVaR from <see cref="LeastForTail"/>
/// on.
/// </remarks>
internal sealed class ScoreIntervals
{
    /// <summary>Least number of scores of unknown range for an interval of the interquartile mean.</summary>
    public const int LeastForInterquartileMean = 12;

    /// <summary>Least number of scores of unknown range for an interval of CVaR.</summary>
    public const int LeastForTail = 80;

    /// <summary>Coverage of every interval.</summary>
    public const double Level = 0.95;

    /// <summary>Draws of the spacings: the error of an end is then a quarter of a per cent of coverage.</summary>
    private const int ProductDraws = 4000;
    private const double Rounding = 1e-9;

    private readonly Dictionary<int, SpacingsInterval> _spacings = [];
    private readonly RandomKey _key;
    private readonly ScoreRange? _range;
    private readonly int _draws;

    /// <summary>Intervals of one kind of scores.</summary>
    /// <param name="key">Random numbers of the spacings: the same key gives the same bits.</param>
    /// <param name="range">What scores can be; null where that is not known.</param>
    public ScoreIntervals(RandomKey key, ScoreRange? range)
        : this(key, range, ProductDraws)
    {
    }

    /// <summary>The same with another number of draws.</summary>
    internal ScoreIntervals(RandomKey key, ScoreRange? range, int draws) => (_key, _range, _draws) = (key, range, draws);

    /// <summary>A figure of scores with its interval.</summary>
    /// <param name="scores">Scores of independent tasks in any order, finite and inside the range. Shape [n], n ≥ 1.</param>
    /// <param name="statistic">The figure.</param>
    /// <returns>The figure, with its 95 % interval or the reason why there is none.</returns>
    /// <exception cref="ArgumentException">There is no score, or one is not finite or outside the range.</exception>
    public Interval Of(ReadOnlySpan<double> scores, ScoreStatistic statistic)
    {
        SampleGuard.Check(scores, 1, nameof(scores));
        double[] sorted = scores.ToArray();
        Array.Sort(sorted);
        return _range is { } known ? Bounded(sorted, statistic, known) : Unbounded(scores, sorted, statistic);
    }

    /// <summary>Mean, interquartile mean and CVaR of the same scores.</summary>
    /// <param name="scores">As for <see cref="Of"/>.</param>
    /// <returns>The figures with their intervals.</returns>
    /// <exception cref="ArgumentException">There is no score, or one is not finite or outside the range.</exception>
    public ScoreFigures Figures(ReadOnlySpan<double> scores) =>
        new(
            Of(scores, ScoreStatistic.Mean), Of(scores, ScoreStatistic.InterquartileMean),
            Of(scores, ScoreStatistic.ConditionalValueAtRisk));

    /// <summary>Mean of after − before over the same tasks, with its interval.</summary>
    /// <param name="after">Scores of the method under test. Shape [n], n ≥ 1.</param>
    /// <param name="before">Scores of its reference on the same tasks in the same order. Shape [n].</param>
    /// <returns>The mean difference, with its 95 % interval or the reason why there is none.</returns>
    /// <exception cref="ArgumentException">Lengths differ, there is no score, or one is not finite or outside the range.</exception>
    public Interval Difference(ReadOnlySpan<double> after, ReadOnlySpan<double> before)
    {
        if (_range is not { } known)
        {
            return StudentMean.Difference(after, before);
        }

        double[] differences = StudentMean.Differences(after, before, out _);
        Array.Sort(differences);
        return Bounded(differences, ScoreStatistic.Mean, known.OfDifferences);
    }

    /// <summary>The part of [0, 1] over which a figure averages the quantile function.</summary>
    internal static (double From, double To) Part(ScoreStatistic statistic) => statistic switch
    {
        ScoreStatistic.Mean => (0, 1),
        ScoreStatistic.InterquartileMean => (0.25, 0.75),
        ScoreStatistic.ConditionalValueAtRisk => (0, Statistics.ConditionalValueAtRisk.DefaultShare),
        _ => throw new ArgumentOutOfRangeException(nameof(statistic), statistic, "Unknown statistic."),
    };

    private static double Value(ReadOnlySpan<double> scores, ScoreStatistic statistic) => statistic switch
    {
        ScoreStatistic.InterquartileMean => Statistics.InterquartileMean.Value(scores),
        ScoreStatistic.ConditionalValueAtRisk => Statistics.ConditionalValueAtRisk.Value(scores),
        _ => Moments.MeanOf(scores),
    };

    private static Interval Unbounded(ReadOnlySpan<double> scores, double[] sorted, ScoreStatistic statistic)
    {
        (int least, string name) = statistic switch
        {
            ScoreStatistic.InterquartileMean => (LeastForInterquartileMean, "the interquartile mean"),
            ScoreStatistic.ConditionalValueAtRisk => (LeastForTail, "CVaR"),
            _ => (2, "a mean"),
        };
        return sorted.Length < least
            ? Interval.None(
                Value(scores, statistic), string.Create(CultureInfo.InvariantCulture, $"n = {sorted.Length} is too few for {name}"))
            : statistic switch
            {
                ScoreStatistic.InterquartileMean => TrimmedMeanInterval.Of(sorted, Level),
                ScoreStatistic.ConditionalValueAtRisk => TailMeanInterval.Of(sorted, Statistics.ConditionalValueAtRisk.DefaultShare, Level),
                _ => StudentMean.Interval(scores, Level),
            };
    }

    private Interval Bounded(double[] sorted, ScoreStatistic statistic, ScoreRange known)
    {
        // Means of shares may leave the range by their rounding.
        double rounding = Rounding * (known.Most - known.Least);
        if (sorted[0] < known.Least - rounding || sorted[^1] > known.Most + rounding)
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Expected scores in [{known.Least}, {known.Most}]; found {(sorted[0] < known.Least ? sorted[0] : sorted[^1])}."));
        }

        double value = Value(sorted, statistic);
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i] = Math.Clamp(sorted[i], known.Least, known.Most);
        }

        if (!_spacings.TryGetValue(sorted.Length, out SpacingsInterval? spacings))
        {
            spacings = new SpacingsInterval(sorted.Length, _draws, _key.Derive((ulong)sorted.Length));
            _spacings.Add(sorted.Length, spacings);
        }

        (double low, double high) = spacings.Ends(sorted, Part(statistic), known, Level);
        return new(value, low, high);
    }
}
