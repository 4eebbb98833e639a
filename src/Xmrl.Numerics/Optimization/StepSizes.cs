namespace Xmrl.Numerics.Optimization;

/// <summary>The one check of step sizes.</summary>
internal static class StepSizes
{
    internal static double Require(double value, string parameter) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(parameter, value, $"{parameter} must be finite and at least 0.");
}
