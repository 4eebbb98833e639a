using System.Collections.Immutable;
using System.Globalization;

namespace Xmrl.Training.MarketData;

/// <summary>A close that is far from the one before: a great day, a fault, or a split that prices were not adjusted for.</summary>
/// <param name="Ticker">The ticker.</param>
/// <param name="Date">The day after the jump.</param>
/// <param name="Ratio">Its close over the close of the day before.</param>
/// <param name="Fraction">The nearest simple fraction, such as 1/4 or 8 or 3/2, where prices jumped by one between close and next open,
/// as in a split; else null.</param>
internal sealed record PriceJump(string Ticker, DateOnly Date, double Ratio, string? Fraction)
{
    /// <summary>Change of a close, as a share, above which it is always named: 0.3.</summary>
    public const double Limit = 0.3;

    // A night moves prices by a few per cent beside the split.
    private const double NightTolerance = 0.05;

    // Nobody splits a share in more.
    private const double LargestWhole = 1000;

    // Smaller changes happen on ordinary days; only those that hit a fraction closely are named.
    private const double SmallTolerance = 0.02;

    private static readonly ImmutableArray<(int Numerator, int Denominator)> s_mixed =
        [(3, 2), (2, 3), (5, 2), (2, 5), (4, 3), (3, 4), (5, 4), (4, 5), (5, 3), (3, 5)];
    private static readonly ImmutableArray<double> s_small = [3.0 / 4, 4.0 / 5, 5.0 / 4];

    /// <summary>Ticker, day, ratio and fraction as text.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ticker} {Date:yyyy-MM-dd}: close × {Ratio:G4}")
        + (Fraction is null ? string.Empty : $", about {Fraction}");

    /// <summary>Looks at two days that follow each other.</summary>
    /// <param name="before">The first day.</param>
    /// <param name="row">The second day of the same ticker.</param>
    /// <returns>The jump; null where there is none.</returns>
    internal static PriceJump? Between(PriceRow before, PriceRow row)
    {
        double ratio = row.Close / before.Close;
        double night = row.Open / before.Close;
        bool isLarge = !(Math.Abs(ratio - 1) <= Limit);
        bool isSmallSplit = s_small.Any(fraction => IsNear(night, fraction, SmallTolerance) && IsNear(ratio, fraction, SmallTolerance));
        return isLarge || isSmallSplit ? new PriceJump(row.Ticker, row.Date, ratio, Nearest(night)) : null;
    }

    private static bool IsNear(double ratio, double fraction, double tolerance) => Math.Abs((ratio / fraction) - 1) <= tolerance;

    private static string? Nearest(double ratio)
    {
        bool rises = ratio > 1;
        double whole = Math.Round(rises ? ratio : 1 / ratio);
        string name = whole.ToString("0", CultureInfo.InvariantCulture);
        (double Value, string Name) best = rises ? (whole, name) : (1 / whole, $"1/{name}");
        foreach ((int numerator, int denominator) in s_mixed)
        {
            double value = (double)numerator / denominator;
            if (Math.Abs(Math.Log(ratio / value)) < Math.Abs(Math.Log(ratio / best.Value)))
            {
                best = (value, $"{numerator}/{denominator}");
            }
        }

        return best.Value != 1 && whole <= LargestWhole && IsNear(ratio, best.Value, NightTolerance) ? best.Name : null;
    }
}
