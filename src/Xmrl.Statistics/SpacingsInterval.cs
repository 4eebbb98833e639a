using Xmrl.Numerics.Randomness;

namespace Xmrl.Statistics;

/// <summary>Interval of a figure of scores whose range is known, such as success rates, for any number of them.</summary>
/// <remarks>
/// At the ordered scores x₁ ≤ … ≤ xₙ the unknown distribution function takes values that are distributed as n ordered uniform numbers,
/// whatever the law. Put between two of them the
/// lower score, and the least possible one below the first: the figure of that law is a lower bound, random through the uniform numbers
/// alone; its lower quantile is the lower end.
/// With the upper score, and the greatest possible one above the last, it gives the upper end. For scores of 0 and 1 the mean has the
/// ends of Clopper and Pearson.
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1905.06208">Learned-Miller and Thomas (2019), A new confidence interval for the mean of a bounded
/// random variable (after Gaffke 2005).</seealso>
/// <seealso href="https://proceedings.mlr.press/v97/thomas19a.html">Thomas and Learned-Miller (2019), Concentration inequalities for
/// conditional value at risk.</seealso>
internal sealed class SpacingsInterval
{
    /// <summary>Up to so many scores the numbers are kept for further figures; above, there are fewer draws, drawn again for each
    /// figure.</summary>
    private const int MostKept = 1000;
    private const int DrawsOfMany = 1000;

    private readonly double[] _ordered;
    private readonly int _count;
    private readonly int _draws;
    private readonly RandomKey _key;

    /// <summary>Draws the uniform numbers.</summary>
    /// <param name="count">n ≥ 1.</param>
    /// <param name="draws">Number of draws of n numbers, ≥ 2.</param>
    /// <param name="key">Random numbers: the same key gives the same bits.</param>
    public SpacingsInterval(int count, int draws, RandomKey key)
    {
        (_count, _key) = (count, key);
        _draws = count > MostKept ? Math.Min(draws, DrawsOfMany) : draws;
        _ordered = new double[(count > MostKept ? 1 : draws) * count];
        for (int draw = 0; draw < draws && count <= MostKept; draw++)
        {
            Draw(draw, _ordered.AsSpan(draw * count, count));
        }
    }

    /// <summary>The ends of the interval.</summary>
    /// <param name="sorted">Scores, ascending, inside the range. Shape [n].</param>
    /// <param name="part">The part of [0, 1] over which the quantile function is averaged.</param>
    /// <param name="range">What scores can be.</param>
    /// <param name="level">Coverage in (0, 1).</param>
    /// <returns>Lower and upper end.</returns>
    public (double Low, double High) Ends(ReadOnlySpan<double> sorted, (double From, double To) part, ScoreRange range, double level)
    {
        double[] low = new double[_draws];
        double[] high = new double[_draws];
        for (int draw = 0; draw < _draws; draw++)
        {
            ReadOnlySpan<double> uniform = Ordered(draw);
            double below = 0, lower = 0, upper = 0;
            for (int i = 0; i <= sorted.Length && below < part.To; i++)
            {
                double above = i < sorted.Length ? uniform[i] : 1;
                double mass = Math.Min(above, part.To) - Math.Max(below, part.From);
                if (mass > 0)
                {
                    lower += mass * (i == 0 ? range.Least : sorted[i - 1]);
                    upper += mass * (i == sorted.Length ? range.Most : sorted[i]);
                }

                below = above;
            }

            low[draw] = lower / (part.To - part.From);
            high[draw] = upper / (part.To - part.From);
        }

        double tail = 0.5 * (1 - level);
        return (Quantile.Value(low, tail), Quantile.Value(high, 1 - tail));
    }

    private ReadOnlySpan<double> Ordered(int draw)
    {
        if (_count <= MostKept)
        {
            return _ordered.AsSpan(draw * _count, _count);
        }

        Draw(draw, _ordered);
        return _ordered;
    }

    private void Draw(int draw, Span<double> row)
    {
        RandomKey own = _key.Derive((ulong)draw);
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = own.UniformOpen((ulong)i);
        }

        row.Sort();
    }
}
