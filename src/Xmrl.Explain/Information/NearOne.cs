namespace Xmrl.Explain.Information;

/// <summary>Logarithms and exponentials that keep their relative precision where the result is close to zero.</summary>
/// <remarks>double.LogP1 and double.ExpM1 of .NET add one first and lose it; differences of 1e-8 between components need these.</remarks>
internal static class NearOne
{
    /// <summary>Below this size the series converge to double precision within <see cref="Terms"/> terms.</summary>
    private const double SeriesLimit = 0.35;
    private const int Terms = 16;

    /// <summary>log(1 + x) for x > −1.</summary>
    public static double LogOnePlus(double x) => Math.Abs(x) < SeriesLimit ? x + LogOnePlusMinus(x) : Math.Log(1 + x);

    /// <summary>log(ratio), where excess = ratio − 1 is known to full precision beside it.</summary>
    public static double Log(double ratio, double excess) => Math.Abs(excess) < SeriesLimit ? LogOnePlus(excess) : Math.Log(ratio);

    /// <summary>log(ratio) − excess ≤ 0, where excess = ratio − 1 is known to full precision beside it.</summary>
    public static double LogMinusExcess(double ratio, double excess) =>
        Math.Abs(excess) < SeriesLimit ? LogOnePlusMinus(excess) : Math.Log(ratio) - excess;

    /// <summary>eˣ − 1.</summary>
    public static double ExpMinusOne(double x) => Math.Abs(x) < SeriesLimit ? x + ExpMinusOneMinus(x) : Math.Exp(x) - 1;

    /// <summary>eˣ − 1 − x ≥ 0.</summary>
    public static double ExpMinusOneMinus(double x)
    {
        if (Math.Abs(x) >= SeriesLimit)
        {
            return Math.Exp(x) - 1 - x;
        }

        // Horner form of x²/2!·(1 + x/3·(1 + x/4·(…))).
        double inner = 1;
        for (int n = Terms; n >= 3; n--)
        {
            inner = 1 + (x / n * inner);
        }

        return x * x / 2 * inner;
    }

    /// <summary>log((1/n) Σ exp(xᵢ)) for n ≥ 1 finite or −∞ exponents, at least one finite.</summary>
    public static double LogMeanExp(ReadOnlySpan<double> exponents)
    {
        double shift = double.NegativeInfinity;
        foreach (double x in exponents)
        {
            shift = Math.Max(shift, x);
        }

        double sum = 0;
        foreach (double x in exponents)
        {
            sum += ExpMinusOne(x - shift);
        }

        return shift + LogOnePlus(sum / exponents.Length);
    }

    /// <summary>Replaces exponents by exp(xᵢ) / Σ exp(xₖ).</summary>
    public static void Softmax(Span<double> exponents)
    {
        double shift = double.NegativeInfinity;
        foreach (double x in exponents)
        {
            shift = Math.Max(shift, x);
        }

        double sum = 0;
        foreach (ref double x in exponents)
        {
            x = Math.Exp(x - shift);
            sum += x;
        }

        foreach (ref double x in exponents)
        {
            x /= sum;
        }
    }

    /// <summary>log(1 + x) − x for |x| below the limit: with s = x/(2 + x), log(1 + x) = 2 atanh s and 2s − x = −s·x.</summary>
    private static double LogOnePlusMinus(double x)
    {
        double s = x / (2 + x);
        double square = s * s;
        double inner = 0;
        for (int n = Terms; n >= 1; n--)
        {
            inner = (1.0 / ((2 * n) + 1)) + (square * inner);
        }

        return (2 * s * square * inner) - (s * x);
    }
}
