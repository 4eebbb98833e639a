namespace Xmrl.Statistics;

/// <summary>Numbers between which every score lies by definition, not by observation.</summary>
/// <param name="Least">The least possible score.</param>
/// <param name="Most">The greatest possible score, above <paramref name="Least"/>.</param>
internal readonly record struct ScoreRange(double Least, double Most)
{
    /// <summary>Shares and success rates.</summary>
    public static ScoreRange Share { get; } = new(0, 1);

    /// <summary>The range of an environment's scores.</summary>
    /// <param name="hasSuccess">Whether they are success rates.</param>
    /// <returns>The range; null for returns, whose range is not known.</returns>
    public static ScoreRange? Of(bool hasSuccess) => hasSuccess ? Share : null;

    /// <summary>The range of stored scores.</summary>
    /// <param name="score">What they measure, as the environment names it.</param>
    /// <returns>The range; null for returns, whose range is not known.</returns>
    public static ScoreRange? Of(string score) => Of(score == "success rate");

    /// <summary>Differences of two scores of this range.</summary>
    public ScoreRange OfDifferences => new(Least - Most, Most - Least);
}
