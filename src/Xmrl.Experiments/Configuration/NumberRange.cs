using System.Globalization;

namespace Xmrl.Experiments.Configuration;

/// <summary>An interval of numbers that a value must lie in; NaN lies in none.</summary>
/// <remarks>Use: <c>public IEnumerable&lt;ValidationError&gt; Validate() => NumberRange.OpenClosed(0, 10).Check(nameof(InnerStepSize),
/// InnerStepSize);</c>.</remarks>
public readonly record struct NumberRange
{
    private NumberRange(double low, bool withLow, double high, bool withHigh) =>
        (Low, WithLow, High, WithHigh) = (low, withLow, high, withHigh);

    /// <summary>All numbers, but neither an infinity nor NaN.</summary>
    public static NumberRange Finite => new(double.NegativeInfinity, false, double.PositiveInfinity, false);

    /// <summary>Numbers above 0.</summary>
    public static NumberRange Positive => new(0, false, double.PositiveInfinity, false);

    /// <summary>Lower end.</summary>
    public double Low { get; }

    /// <summary>Whether the lower end belongs to the interval.</summary>
    public bool WithLow { get; }

    /// <summary>Upper end.</summary>
    public double High { get; }

    /// <summary>Whether the upper end belongs to the interval.</summary>
    public bool WithHigh { get; }

    /// <summary>[low, high].</summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end.</param>
    public static NumberRange Closed(double low, double high) => new(low, true, high, true);

    /// <summary>(low, high].</summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end.</param>
    public static NumberRange OpenClosed(double low, double high) => new(low, false, high, true);

    /// <summary>[low, high).</summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end.</param>
    public static NumberRange ClosedOpen(double low, double high) => new(low, true, high, false);

    /// <summary>(low, high).</summary>
    /// <param name="low">Lower end.</param>
    /// <param name="high">Upper end.</param>
    public static NumberRange Open(double low, double high) => new(low, false, high, false);

    /// <summary>Finite numbers from <paramref name="low"/> on.</summary>
    /// <param name="low">Lower end.</param>
    public static NumberRange AtLeast(double low) => new(low, true, double.PositiveInfinity, false);

    /// <summary>Whether a number lies in the interval.</summary>
    /// <param name="value">The number.</param>
    public bool Contains(double value) =>
        (WithLow ? value >= Low : value > Low) && (WithHigh ? value <= High : value < High);

    /// <summary>No error if the value lies in the interval, else one.</summary>
    /// <param name="path">The property's name, by nameof.</param>
    /// <param name="value">Its value.</param>
    public IEnumerable<ValidationError> Check(string path, double value) =>
        Contains(value) ? [] : [new ValidationError(path, $"a number in {this}", value.ToString("R", CultureInfo.InvariantCulture))];

    /// <summary>The interval in mathematical notation.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(WithLow ? '[' : '(')}{End(Low)}, {End(High)}{(WithHigh ? ']' : ')')}");

    private static string End(double value) =>
        double.IsInfinity(value) ? (value > 0 ? "∞" : "−∞") : value.ToString("R", CultureInfo.InvariantCulture);
}
