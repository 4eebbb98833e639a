using System.Globalization;

namespace Xmrl.Statistics;

/// <summary>Intervals and tests as text.</summary>
internal static class TestWords
{
    private const double SmallestShown = 0.001;

    /// <summary>A p-value with three decimals, or why there is none.</summary>
    /// <param name="p">The p-value; null where there is none.</param>
    /// <param name="status">Why there is none.</param>
    /// <returns>Text such as "0.031", "&lt; 0.001" or "no variance".</returns>
    public static string PValue(double? p, TestStatus status) => p switch
    {
        { } value when double.IsNaN(value) => string.Empty,
        { } value => value < SmallestShown
            ? string.Create(CultureInfo.InvariantCulture, $"< {SmallestShown:0.000}")
            : value.ToString("0.000", CultureInfo.InvariantCulture),
        null => status.ToWords(),
    };

    /// <summary>The ends of an interval, or why there is none.</summary>
    /// <param name="interval">The interval.</param>
    /// <param name="number">Writes a number.</param>
    /// <returns>Text such as "[0.1, 0.3]" or "no interval: no variance".</returns>
    public static string Ends(Interval interval, Func<double, string> number) => interval is { Low: { } low, High: { } high }
        ? $"[{number(low)}, {number(high)}]"
        : $"no interval{(interval.Reason is { } reason ? $": {reason}" : string.Empty)}";

    /// <summary>The status in words; empty for a test that was made.</summary>
    /// <param name="status">The status.</param>
    /// <returns>Text such as "no variance".</returns>
    public static string ToWords(this TestStatus status) => status switch
    {
        TestStatus.NoVariance => Interval.NoVariance,
        TestStatus.TooFew => "n = 1",
        _ => string.Empty,
    };
}
