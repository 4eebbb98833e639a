using Xmrl.MetaWorld.Arm;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>The functions that all of Meta-World's rewards are made of; they come from dm_control.</summary>
internal static class Shaping
{
    /// <summary>1 within bounds, then 1/(1 + 9d²) with the distance d in margins: 0.1 one margin away.</summary>
    /// <param name="value">What is judged.</param>
    /// <param name="low">Lower bound.</param>
    /// <param name="high">Upper bound.</param>
    /// <param name="margin">The margin, in the unit of the value; outside the bounds it is 0 where this is.</param>
    public static double Near(double value, double low, double high, double margin)
        => Beyond(value, low, high, margin) is not { } distance ? 0 : 1 / (1 + (9 * distance * distance));

    /// <summary>The same with 0.1^(d²), which vanishes sooner.</summary>
    /// <param name="value">What is judged.</param>
    /// <param name="low">Lower bound.</param>
    /// <param name="high">Upper bound.</param>
    /// <param name="margin">The margin, in the unit of the value.</param>
    public static double NearGaussian(double value, double low, double high, double margin)
        => Beyond(value, low, high, margin) is not { } distance ? 0 : Math.Pow(0.1, distance * distance);

    /// <summary>Hamacher's product ab/(a + b − ab): both must be large.</summary>
    /// <param name="first">a; counts as within [0, 1].</param>
    /// <param name="second">b; counts as within [0, 1].</param>
    public static double Both(double first, double second)
    {
        double a = Math.Clamp(first, 0, 1);
        double b = Math.Clamp(second, 0, 1);
        double denominator = a + b - (a * b);
        return denominator > 0 ? a * b / denominator : 0;
    }

    /// <summary>How far a place is from one corner of a box to the opposite one, as a product of shares; 1 outside of the box.</summary>
    /// <param name="place">The place.</param>
    /// <param name="corner">The corner where it is 0.</param>
    /// <param name="opposite">The opposite corner.</param>
    public static double Prism(Point place, Point corner, Point opposite)
        => IsBetween(place.X, corner.X, opposite.X) && IsBetween(place.Y, corner.Y, opposite.Y) && IsBetween(place.Z, corner.Z, opposite.Z)
            ? Share(place.X, corner.X, opposite.X) * Share(place.Y, corner.Y, opposite.Y) * Share(place.Z, corner.Z, opposite.Z)
            : 1;

    /// <summary>Distance beyond the bounds in margins, 0 within; null outside without a margin, and for what is no number.</summary>
    private static double? Beyond(double value, double low, double high, double margin)
        => value >= low && value <= high ? 0
            : margin > 0 && !double.IsNaN(value) ? (value < low ? low - value : value - high) / margin
            : null;

    private static bool IsBetween(double value, double first, double second)
        => value >= Math.Min(first, second) && value <= Math.Max(first, second);

    private static double Share(double value, double from, double to) => (value - from) / (to - from);
}
