using System.Collections.Immutable;
using Xmrl.Environments.Stock.Prices;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Environments.Stock;

/// <summary>A market that nobody has to download: seeded prices whose volatility clusters, so that turbulence comes and goes as in real
/// ones.</summary>
/// <remarks>
/// Log-return of ticker i on day t: m_i/252 + s_i·v_t·(b_i·f_t + √(1 − b_i²)·e_it)/√252, f and e standard normal, m_i uniform in [−0.2,
/// 0.4] and s_i in [0.15, 0.35] per year, b_i in [0.4, 0.8]. The market is calm (v = 0.85) or turbulent (v = 2.3); a calm day is followed
/// by a turbulent one with probability 0.012, a turbulent one by a calm one with 0.12. Each day opens near the last close; highs and lows
/// lie beyond both ends.
/// </remarks>
/// <seealso href="https://doi.org/10.2307/1912559">Hamilton (1989), regimes that follow a Markov chain.</seealso>
public static class GeneratedMarket
{
    private const double DaysPerYear = 252;
    private const double CalmVolatility = 0.85;
    private const double TurbulentVolatility = 2.3;
    private const double EnterTurbulence = 0.012;
    private const double LeaveTurbulence = 0.12;
    private const double OvernightShare = 0.2;
    private const double RangeShare = 0.5;

    private static readonly Lazy<StockMarket> s_default = new(
        () => new StockMarket(Create(), new DateOnly(2021, 1, 1), new DateOnly(2021, 12, 31)));

    /// <summary>The year 2021 of the default options' prices.</summary>
    public static StockMarket Default => s_default.Value;

    /// <summary>Generates prices.</summary>
    /// <param name="options">What to generate; null for the defaults.</param>
    /// <returns>The prices; a day depends on the seed and earlier days alone, not on the last day or the number of tickers.</returns>
    /// <exception cref="ArgumentException">There is no weekday from the first to the last day.</exception>
    public static PriceHistory Create(GeneratedMarketOptions? options = null)
    {
        options ??= new GeneratedMarketOptions();
        ImmutableArray<DateOnly> dates = [.. Enumerable.Range(0, Math.Max(0, options.Last.DayNumber - options.First.DayNumber + 1))
            .Select(options.First.AddDays).Where(date => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))];
        RandomKey key = RandomKey.FromSeed(options.Seed).Derive(RandomPurpose.Dynamics);
        Real[] factor = Normals(key.Derive(0UL), dates.Length);
        RandomKey regime = key.Derive(RandomPurpose.Other);
        double[] volatility = new double[dates.Length];
        bool isTurbulent = false;
        for (int t = 0; t < volatility.Length; t++)
        {
            isTurbulent = regime.Uniform((ulong)t) < (isTurbulent ? 1 - LeaveTurbulence : EnterTurbulence);
            volatility[t] = isTurbulent ? TurbulentVolatility : CalmVolatility;
        }

        return new PriceHistory(
            dates,
            [.. Enumerable.Range(0, options.Tickers).Select(i => Series($"GEN{i + 1:00}", key.Derive((ulong)i + 1), factor, volatility))]);
    }

    private static PriceSeries Series(string ticker, RandomKey key, Real[] factor, double[] volatility)
    {
        int days = volatility.Length;
        double drift = -0.2 + (0.6 * key.Uniform(0));
        double deviation = (0.15 + (0.2 * key.Uniform(1))) / Math.Sqrt(DaysPerYear);
        double loading = 0.4 + (0.4 * key.Uniform(2));
        double close = 40 + (200 * key.Uniform(3));
        Real[] own = Normals(key.Derive(0UL), days);
        Real[] overnight = Normals(key.Derive(1UL), days);
        Real[] above = Normals(key.Derive(2UL), days);
        Real[] below = Normals(key.Derive(3UL), days);
        double[] opens = new double[days];
        double[] highs = new double[days];
        double[] lows = new double[days];
        double[] closes = new double[days];
        for (int t = 0; t < days; t++)
        {
            double unit = deviation * volatility[t];
            double open = close * Math.Exp(OvernightShare * unit * overnight[t]);
            close *= Math.Exp((drift / DaysPerYear) + (unit * ((loading * factor[t]) + (Math.Sqrt(1 - (loading * loading)) * own[t]))));
            opens[t] = open;
            closes[t] = close;
            highs[t] = Math.Max(open, close) * Math.Exp(RangeShare * unit * Math.Abs(above[t]));
            lows[t] = Math.Min(open, close) * Math.Exp(-RangeShare * unit * Math.Abs(below[t]));
        }

        return new PriceSeries { Ticker = ticker, Open = [.. opens], High = [.. highs], Low = [.. lows], Close = [.. closes] };
    }

    private static Real[] Normals(RandomKey key, int count)
    {
        Real[] values = new Real[count];
        key.FillNormal(0, values);
        return values;
    }
}
