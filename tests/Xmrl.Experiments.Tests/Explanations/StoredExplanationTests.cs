using Xmrl.Experiments.Explanations;
using Xmrl.Explain.Influence;
using Xmrl.Statistics;

namespace Xmrl.Experiments.Tests.Explanations;

public sealed class StoredExplanationTests
{
    /// <summary>Task 0 is surely negative, 1 is at its own level alone, 2 is not, 3 helps surely.</summary>
    private static readonly Interval[] s_elements = [new(-2, -3, -1), new(-1, -1.9, -0.1), new(-0.2, -1, 0.6), new(3, 2, 4)];

    private static readonly double[] s_pValues = [0.001, 0.03, 0.6, 0.0001];

    [Fact]
    public void Harmful_FewReplicates_CorrectsForTheNumberOfTasks()
        => Found(s_pValues, StoredExplanation.LeastReliability).Harmful().ShouldBe([0]);

    [Fact]
    public void Harmful_FewReplicatesThatDoNotAgree_NamesNone()
        => Found(s_pValues, StoredExplanation.LeastReliability - 0.01).Harmful().ShouldBeEmpty();

    [Fact]
    public void Harmful_FewReplicatesWithoutARanking_NamesNone()
        => Found(s_pValues, double.NaN).Harmful().ShouldBeEmpty();

    [Fact]
    public void Harmful_ManyReplicates_NamesTasksWithTheWholeIntervalBelowZero()
        => Found(null, 0.5).Harmful().ShouldBe([0, 1]);

    [Fact]
    public void Harmful_TaskWithoutVariance_IsNeverNamedAndCountsInTheCorrection()
    {
        // NaN stands for no p-value. Four tasks: 0.012·4 < 0.05 names task 0 although nothing is known about task 1; 0.013·4 does not.
        Found([0.012, double.NaN, 1, 1], 0.9).Harmful().ShouldBe([0]);
        Found([0.013, double.NaN, 1, 1], 0.9).Harmful().ShouldBeEmpty();
    }

    private static StoredExplanation Found(double[]? pValues, double reliability) => new()
    {
        Poor = [0],
        SelectionScores = [0],
        MeasuredScores = [0],
        Critical = [3],
        Explanation = new Explanation
        {
            Method = InfluenceMethod.Identity,
            Weights = [1, 1, 1, 1],
            Replicates = [],
            Agreement = new RankAgreementResult
            {
                Elements = s_elements,
                PValues = pValues is null ? null : [.. pValues.Select(p => double.IsNaN(p) ? (double?)null : p)],
                MeanPairwiseSpearman = 1,
                PredictedReliability = reliability,
                Replicates = 3,
                TopCount = 1,
                TopOverlap = 1,
            },
            Ranking = [3, 2, 1, 0],
            Solver = string.Empty,
            Interactions = 0,
        },
    };
}
