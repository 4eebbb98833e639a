namespace Xmrl.Reproduction.Verdicts;

/// <summary>What our runs say about a paper's claim that one row is better than another.</summary>
public enum ClaimVerdict
{
    /// <summary>Better in our runs too, with p below <see cref="ReproductionRules.Level"/>: two-sided paired t-test over seeds, corrected
    /// for the number of claims (Holm).</summary>
    Holds,

    /// <summary>No difference is shown either way.</summary>
    NotShown,

    /// <summary>Worse in our runs, by the same test.</summary>
    Contradicted,

    /// <summary>Fewer than <see cref="ReproductionRules.FewestSeeds"/> common seeds, no variance of their differences, a quick run, or
    /// changed settings: nothing is said.</summary>
    Undecided,
}
