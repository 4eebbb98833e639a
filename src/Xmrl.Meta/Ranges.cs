namespace Xmrl.Meta;

/// <summary>Checks of settings.</summary>
internal static class Ranges
{
    public static int AtLeast(int minimum, int value, string name) => value >= minimum
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least {minimum}; found {value}.");

    public static double NotNegative(double value, string name) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and at least 0; found {value}.");

    public static double Positive(double value, string name) => value > 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and above 0; found {value}.");
}
