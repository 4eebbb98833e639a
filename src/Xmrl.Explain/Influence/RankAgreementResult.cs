using Xmrl.Statistics;

namespace Xmrl.Explain.Influence;

/// <summary>How far repeated influence estimates agree with each other.</summary>
public sealed record RankAgreementResult
{
    /// <summary>R, the number of estimates compared.</summary>
    public required int Replicates { get; init; }

    /// <summary>Mean rank correlation of two estimates, the reliability of a single one; NaN where one is constant.</summary>
    public required double MeanPairwiseSpearman { get; init; }

    /// <summary>Spearman–Brown: predicted rank correlation of what R estimates make together with another such figure, from single
    /// estimates or, where products are pooled across replicates, from halves; 0 where these do not correlate or one is
    /// constant.</summary>
    public required double PredictedReliability { get; init; }

    /// <summary>k, the number of most influential tasks compared.</summary>
    public required int TopCount { get; init; }

    /// <summary>Mean share of the k most influential tasks that two estimates have in common; k/n by chance.</summary>
    public required double TopOverlap { get; init; }

    /// <summary>Mean influence of each task with its 95 % interval over replicates. Shape [n].</summary>
    /// <remarks>Student's t, with no standard deviation below the root mean square of those of all tasks: gradients have tails that few
    /// replicates show. It covers the influence that ever more replicates would find, in the unit of this result.</remarks>
    /// <seealso href="https://doi.org/10.1073/pnas.091062498">Tusher, Tibshirani and Chu (2001).</seealso>
    public required IReadOnlyList<Interval> Elements { get; init; }

    /// <summary>Two-sided p-value of each task's influence being 0, not corrected for the number of tasks, shape [n], null for a task whose
    /// replicates are one number; null from <see cref="RankAgreement.LeastBySingleIntervals"/> replicates on, and in results that were
    /// stored before there were any.</summary>
    public IReadOnlyList<double?>? PValues { get; init; }
}
