using System.Globalization;

namespace Xmrl.Verification;

/// <summary>How far computed numbers lie from what they should be, relative to its largest component.</summary>
internal static class Deviation
{
    /// <summary>Sums of thousands of terms, each rounded: what is left of an equality in float and in double.</summary>
    public static double Rounding => sizeof(Real) == sizeof(float) ? 1e-4 : 1e-9;

    /// <summary>Far above rounding: a bias that is there.</summary>
    public const double Visible = 1e-2;

    public static double Between(IReadOnlyList<double> found, IReadOnlyList<double> expected)
        => found.Zip(expected, (x, y) => Math.Abs(x - y)).Max() / Math.Max(1e-300, expected.Max(Math.Abs));

    public static string Text(double value) => value.ToString("0.0e0", CultureInfo.InvariantCulture);
}
