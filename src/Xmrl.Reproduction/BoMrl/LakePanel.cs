namespace Xmrl.Reproduction.BoMrl;

/// <summary>One distribution of a figure: λ of the text, and the values behind the drawing where they are known.</summary>
/// <param name="Distribution">The lakes.</param>
/// <param name="Strength">λ (bo-mrl, Appendix A).</param>
/// <param name="Optimum">Mean reward of the optima.</param>
/// <param name="None">Mean reward before adaptation; null where unknown.</param>
/// <param name="Adapted">Mean reward after one adaptation; null where unknown.</param>
/// <param name="GradientStep">Mean reward after one policy-gradient step.</param>
/// <param name="Bound">The line of the bound.</param>
/// <param name="BoundStrength">λ by which the script draws it; null where it is not known.</param>
/// <remarks>The values stand in a public plotting script of the paper's authors; the text has none.</remarks>
internal sealed record LakePanel(
    LakeDistribution Distribution, double Strength, double Optimum, double? None, double? Adapted, double GradientStep, double Bound,
    double? BoundStrength)
{
    /// <summary>Where the values come from.</summary>
    public const string Source = "a public plotting script";

    /// <summary>A value as the paper's.</summary>
    /// <param name="value">The value; null where unknown.</param>
    public static PaperValue? Printed(double? value) => value is { } known ? new PaperValue(known) { Source = Source } : null;

    /// <summary>The optimality gap of a reward.</summary>
    /// <param name="reward">Mean reward; null where unknown.</param>
    public PaperValue? Gap(double? reward) => Printed(Optimum - reward);
}
