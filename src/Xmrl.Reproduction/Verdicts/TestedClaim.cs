using Xmrl.Statistics;

namespace Xmrl.Reproduction.Verdicts;

/// <summary>A claim with its values over common seeds and its test, before the correction for the number of claims.</summary>
internal sealed class TestedClaim
{
    private readonly double[] _better;
    private readonly double[] _worse;

    /// <summary>Pairs the values of two rows over the seeds that both have.</summary>
    /// <param name="rows">The rows and their column.</param>
    /// <param name="better">Values by seed of the row that is claimed to be better, or of the first of two that are claimed
    /// alike.</param>
    /// <param name="worse">Values by seed of the other.</param>
    internal TestedClaim(
        (string Better, string Worse, string Column) rows, SortedDictionary<ulong, double> better, SortedDictionary<ulong, double> worse)
    {
        Rows = rows;
        ulong[] seeds = [.. better.Keys.Where(worse.ContainsKey)];
        _better = [.. seeds.Select(seed => better[seed])];
        _worse = [.. seeds.Select(seed => worse[seed])];
    }

    /// <summary>The rows and their column.</summary>
    internal (string Better, string Worse, string Column) Rows { get; }

    /// <summary>What the better row is claimed to be better by at least, ≥ 0.</summary>
    internal double By { get; init; }

    /// <summary>Largest difference that counts as none; null for a claim of an order.</summary>
    internal double? Margin { get; init; }

    /// <summary>Common seeds.</summary>
    internal int Seeds => _better.Length;

    /// <summary>The p-value without correction; null below two seeds, or without variance.</summary>
    internal double? PValue => Seeds < 2 ? null
        : Margin is { } margin ? EquivalenceTest.PValue(_better, _worse, margin)
        : PairedTTest.Test(Reduced, _worse).PValue;

    /// <summary>The better row's values less what it is claimed to be better by.</summary>
    private double[] Reduced => By == 0 ? _better : [.. _better.Select(value => value - By)];

    /// <summary>The claim with its verdict.</summary>
    /// <param name="corrected">The p-value after Holm's correction; null below two seeds.</param>
    /// <param name="paper">The paper's difference; null where it prints none.</param>
    /// <param name="isDecisive">Whether verdicts are given.</param>
    internal ClaimResult Result(double? corrected, double? paper, bool isDecisive)
    {
        double? p = PValue is null ? null : corrected;
        Interval? difference = Seeds > 0 ? StudentMean.Difference(_better, _worse) : null;
        return new ClaimResult(
            Rows.Better, Rows.Worse, Rows.Column, paper, difference, p, PValue, Seeds,
            !isDecisive || p is null || Seeds < ReproductionRules.FewestSeeds ? ClaimVerdict.Undecided : Judge(p.Value, difference))
        {
            By = By > 0 ? By : null,
            Margin = Margin,
        };
    }

    /// <summary>Rows that are claimed alike are contradicted where the whole interval of their difference lies beyond the
    /// margin.</summary>
    private ClaimVerdict Judge(double p, Interval? difference)
    {
        if (Margin is { } margin)
        {
            return p < ReproductionRules.Level ? ClaimVerdict.Holds
                : difference is { } found && (found.Low > margin || found.High < -margin) ? ClaimVerdict.Contradicted
                : ClaimVerdict.NotShown;
        }

        return p >= ReproductionRules.Level ? ClaimVerdict.NotShown
            : PairedTTest.Test(Reduced, _worse).MeanDifference > 0 ? ClaimVerdict.Holds
            : ClaimVerdict.Contradicted;
    }
}
