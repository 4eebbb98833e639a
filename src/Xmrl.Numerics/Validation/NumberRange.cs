using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Xmrl.Numerics.Validation;

/// <summary>An interval of numbers that a value must lie in; NaN and the infinities lie in none. A settings record lists what is outside
/// (<see cref="Check(string, double)"/>), an argument or option is refused (<see cref="Require{T}(T, string)"/>); both say the same
/// words.</summary>
/// <remarks>Use: <c>public IEnumerable&lt;ValidationError&gt; Validate() => NumberRange.OpenClosed(0, 10).Check(nameof(InnerStepSize),
/// InnerStepSize);</c> or <c>init => field = NumberRange.Positive.Require(value);</c>.</remarks>
public readonly record struct NumberRange
{
    private NumberRange(double low, bool withLow, double high, bool withHigh) =>
        (Low, WithLow, High, WithHigh) = (low, withLow, high, withHigh);

    /// <summary>All numbers, but neither an infinity nor NaN.</summary>
    public static NumberRange Finite => new(double.NegativeInfinity, false, double.PositiveInfinity, false);

    /// <summary>Finite numbers above 0.</summary>
    public static NumberRange Positive => new(0, false, double.PositiveInfinity, false);

    /// <summary>Finite numbers from 0 on.</summary>
    public static NumberRange NotNegative => AtLeast(0);

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
        Contains(value) ? [] : [new ValidationError(path, Describe("number"), value.ToString("R", CultureInfo.InvariantCulture))];

    /// <summary>The same for a whole number.</summary>
    /// <param name="path">The property's name, by nameof.</param>
    /// <param name="value">Its value.</param>
    public IEnumerable<ValidationError> Check(string path, int value) => Contains(value)
        ? []
        : [new ValidationError(path, Describe("whole number"), value.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The value if it lies in the interval.</summary>
    /// <typeparam name="T">Real or whole numbers.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="name">The argument or option; left out in an accessor, the property.</param>
    /// <returns><paramref name="value"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside; the message has name, expected and found.</exception>
    public T Require<T>(T value, [CallerMemberName] string name = "")
        where T : struct, INumber<T>
    {
        if (Contains(double.CreateChecked(value)))
        {
            return value;
        }

        string kind = value is int or long ? "whole number" : "number";
        string found = value.ToString(null, CultureInfo.InvariantCulture);
        throw new ArgumentOutOfRangeException(name, value, $"{name} must be {Describe(kind)}; found {found}.");
    }

    /// <summary>The same for a value that may be left out.</summary>
    /// <typeparam name="T">Real or whole numbers.</typeparam>
    /// <param name="value">The value, or null.</param>
    /// <param name="name">The argument or option; left out in an accessor, the property.</param>
    /// <returns><paramref name="value"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value lies outside.</exception>
    public T? Require<T>(T? value, [CallerMemberName] string name = "")
        where T : struct, INumber<T> => value is { } number ? Require(number, name) : null;

    /// <summary>The interval in words and signs: "in (0, 10]", "≥ 1", "&gt; 0" or "finite".</summary>
    public override string ToString() => (double.IsNegativeInfinity(Low), double.IsPositiveInfinity(High)) switch
    {
        (true, true) => "finite",
        (false, true) => $"{(WithLow ? '≥' : '>')} {End(Low)}",
        _ => $"in {(WithLow ? '[' : '(')}{End(Low)}, {End(High)}{(WithHigh ? ']' : ')')}",
    };

    private string Describe(string kind) => this == Finite ? $"a finite {kind}" : $"a {kind} {this}";

    private static string End(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
