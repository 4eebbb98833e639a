using Xmrl.Explain.Influence;
using Xmrl.Numerics.Randomness;
using Xmrl.Statistics;

namespace Xmrl.Explain.Tests.Influence;

public sealed class RankAgreementTests
{
    private const double RoundingTolerance = 1e-12;

    [Fact]
    public void Measure_IdenticalReplicates_AgreesFully()
    {
        RankAgreementResult result = RankAgreement.Measure([1, 5, 3, 2, 1, 5, 3, 2, 1, 5, 3, 2], 4, 2);
        result.Replicates.ShouldBe(3);
        result.MeanPairwiseSpearman.ShouldBe(1, RoundingTolerance);
        result.PredictedReliability.ShouldBe(1, RoundingTolerance);
        result.TopOverlap.ShouldBe(1);
        result.Elements[1].ShouldBe(Interval.None(5, "4 tasks are too few"));
    }

    [Fact]
    public void Measure_KnownReplicates_MatchesHandComputation()
    {
        // Ranks (1,2,3), (1,3,2), (3,2,1): pairwise ρ = ½, −1, −½, mean −1/3. Top ones {2}, {1}, {0}: no overlap.
        RankAgreementResult result = RankAgreement.Measure([1, 2, 3, 1, 3, 2, 3, 2, 1], 3, 1);
        result.MeanPairwiseSpearman.ShouldBe(-1.0 / 3, RoundingTolerance);
        result.PredictedReliability.ShouldBe(0);
        result.TopOverlap.ShouldBe(0);

        // Top two {2,1}, {1,2}, {0,1}: overlaps 1, ½, ½.
        RankAgreement.Measure([1, 2, 3, 1, 3, 2, 3, 2, 1], 3, 2).TopOverlap.ShouldBe(2.0 / 3, RoundingTolerance);
    }

    [Fact]
    public void SpearmanBrown_PublishedCase_Matches()
    {
        // Doubling a test of reliability 0.6 gives 0.75.
        RankAgreement.SpearmanBrown(0.6, 2).ShouldBe(0.75, RoundingTolerance);
        RankAgreement.SpearmanBrown(0.6, 1).ShouldBe(0.6, RoundingTolerance);
        RankAgreement.SpearmanBrown(double.NaN, 3).ShouldBe(double.NaN);
    }

    [Fact]
    public void SpearmanBrown_NoisyInfluence_PredictsTheAgreementOfMeans()
    {
        // Two means of ten noisy estimates of 400 influences: their observed correlation is the predicted one within its error of about
        // 0.04.
        const int Tasks = 400, Replicates = 10;
        double[] halves = new double[2 * Replicates * Tasks], means = new double[2 * Tasks];
        Real[] signal = new Real[Tasks], noise = new Real[halves.Length];
        RandomKey.FromSeed(21).FillNormal(0, signal);
        RandomKey.FromSeed(22).FillNormal(0, noise);
        for (int i = 0; i < halves.Length; i++)
        {
            halves[i] = signal[i % Tasks] + (1.5 * noise[i]);
            means[(i / (Replicates * Tasks) * Tasks) + (i % Tasks)] += halves[i] / Replicates;
        }

        RankAgreementResult result = RankAgreement.Measure(halves.AsSpan(0, Replicates * Tasks), Tasks, 20);
        double observed = SpearmanCorrelation.Value(means.AsSpan(0, Tasks), means.AsSpan(Tasks, Tasks));
        result.MeanPairwiseSpearman.ShouldBeInRange(0.2, 0.4);
        observed.ShouldBe(result.PredictedReliability, 0.06);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(RankAgreement.LeastBySingleIntervals - 1)]
    [InlineData(RankAgreement.LeastBySingleIntervals)]
    public void Measure_FewReplicates_HavePValuesBesideTheIntervals(int replicates)
    {
        double[] values = [.. Enumerable.Range(0, InfluenceIntervals.LeastTasks * replicates).Select(i => (double)(i * i % 7))];

        RankAgreementResult result = RankAgreement.Measure(values, InfluenceIntervals.LeastTasks, 1);

        (Interval Influence, double? PValue)[] expected = [.. InfluenceIntervals.Of(values, InfluenceIntervals.LeastTasks)];
        result.Elements.ShouldBe(expected.Select(element => element.Influence));
        if (replicates < RankAgreement.LeastBySingleIntervals)
        {
            result.PValues.ShouldNotBeNull().ShouldBe(expected.Select(element => element.PValue));
        }
        else
        {
            result.PValues.ShouldBeNull();
        }
    }

    [Fact]
    public void Measure_WrongShapes_AreRefused()
    {
        Should.Throw<ArgumentException>(() => RankAgreement.Measure([1, 2, 3], 3, 1));
        Should.Throw<ArgumentException>(() => RankAgreement.Measure([1, 2, 3, 4, 5], 2, 1)).Message.ShouldContain("found 5");
        Should.Throw<ArgumentException>(() => RankAgreement.Measure([1, 2, 3, 4], 2, 3));
        Should.Throw<ArgumentException>(() => RankAgreement.Measure([1, 2, 3, double.NaN], 2, 1));
    }
}
