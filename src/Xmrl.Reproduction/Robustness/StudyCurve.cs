namespace Xmrl.Reproduction.Robustness;

/// <summary>Scores of a policy before adaptation and after each of its steps, on the test tasks.</summary>
internal sealed record StudyCurve
{
    /// <summary>Mean environment steps that one adaptation has taken up to each score, without the scoring. Shape [K + 1].</summary>
    public required IReadOnlyList<double> Spent { get; init; }

    /// <summary>Mean scores by group of test tasks and actions, each of shape [K + 1].</summary>
    public required IReadOnlyDictionary<string, double[]> Scores { get; init; }
}
