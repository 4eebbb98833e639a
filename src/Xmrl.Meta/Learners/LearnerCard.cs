using System.Collections.Immutable;

namespace Xmrl.Meta.Learners;

/// <summary>What a learner is called, and where it comes from.</summary>
/// <param name="Key">Name in configurations, camelCase: <c>proMp</c>.</param>
/// <param name="Argument">Name on the command line, lower case with hyphens: <c>first-order-maml</c>.</param>
/// <param name="Title">Name in tables and reports.</param>
/// <param name="Paper">Authors and year, title, address.</param>
public sealed record LearnerCard(string Key, string Argument, string Title, string Paper)
{
    /// <summary>What else a built-in experiment takes where the learner is named on the command line, each as key.key=value.</summary>
    public ImmutableArray<string> Overrides { get; init; } = [];

    /// <summary>Keys that the learner once shared with all others and that say nothing of it.</summary>
    public ImmutableArray<FormerKey> Former { get; init; } = [];
}
