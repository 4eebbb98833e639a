using System.Globalization;

namespace Xmrl.Statistics.Tests;

/// <summary>Statistics against published or hand-computed values.</summary>
public sealed class StatisticsTests
{
    private const double RoundingTolerance = 1e-12;

    // Student's sleep data (1908): extra hours under two drugs.
    private static readonly double[] FirstDrug = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    private static readonly double[] SecondDrug = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    [Fact]
    public void PairedTTest_StudentsSleepData_MatchesThePublishedResult()
    {
        // R: t.test(extra ~ group, data = sleep, paired = TRUE): t = -4.0621, df = 9, p-value = 0.002833, mean -1.58.
        PairedTTestResult result = PairedTTest.Test(FirstDrug, SecondDrug);
        result.MeanDifference.ShouldBe(-1.58, RoundingTolerance);
        result.Status.ShouldBe(TestStatus.Tested);
        result.PValue!.Value.ShouldBe(0.002833, 6e-7);
    }

    [Fact]
    public void PairedTTest_OneDegreeOfFreedom_MatchesTheCauchyLaw()
    {
        // Differences 1 and 3: t = 2/(√2/√2) = 2; with one degree of freedom p = 1 − (2/π) atan 2.
        PairedTTestResult result = PairedTTest.Test([1, 3], [0, 0]);
        result.PValue!.Value.ShouldBe(1 - (2 / Math.PI * Math.Atan(2)), 1e-10);
    }

    [Fact]
    public void PairedTTest_NoVariance_HasNoPValue()
    {
        PairedTTest.Test([1, 2, 3], [1, 2, 3]).ShouldBe(new PairedTTestResult(0, null, TestStatus.NoVariance));

        // 0.1 − 0.3, 0.2 − 0.4 and 0.3 − 0.5 differ by the rounding of the scores alone.
        PairedTTestResult shifted = PairedTTest.Test([0.1, 0.2, 0.3], [0.3, 0.4, 0.5]);
        shifted.MeanDifference.ShouldBe(-0.2, RoundingTolerance);
        (shifted.PValue, shifted.Status).ShouldBe((null, TestStatus.NoVariance));
        PairedTTest.Test([1], [3]).ShouldBe(new PairedTTestResult(-2, null, TestStatus.TooFew));
        Should.Throw<ArgumentException>(() => PairedTTest.Test([], []));
        Should.Throw<ArgumentException>(() => PairedTTest.Test([1, 2], [2]));
    }

    [Fact]
    public void Interval_NoVariance_SaysWhyThereIsNone()
    {
        StudentMean.Interval([2, 2, 2]).ShouldBe(Interval.None(2, Interval.NoVariance));
        StudentMean.Interval([2]).ShouldBe(Interval.None(2, "n = 1"));
        StudentMean.Difference([0.1, 0.2, 0.3], [0.3, 0.4, 0.5]).Reason.ShouldBe(Interval.NoVariance);
        StudentMean.PValue([2, 2]).ShouldBeNull();
        TestWords.Ends(Interval.None(2, Interval.NoVariance), value => value.ToString("f1", CultureInfo.InvariantCulture))
            .ShouldBe("no interval: no variance");
        TestWords.Ends(new Interval(2, 1, 3), value => value.ToString("f1", CultureInfo.InvariantCulture)).ShouldBe("[1.0, 3.0]");
        TestWords.PValue(null, TestStatus.NoVariance).ShouldBe("no variance");
        TestWords.PValue(0.0004, TestStatus.Tested).ShouldBe("< 0.001");
    }

    [Fact]
    public void Interval_StudentsSleepData_MatchesThePublishedResult()
    {
        // R, same call: 95 percent confidence interval -2.4598858 -0.7001142.
        double[] differences = [.. FirstDrug.Zip(SecondDrug, (a, b) => a - b)];
        Interval interval = StudentMean.Interval(differences);
        interval.Value.ShouldBe(-1.58, RoundingTolerance);
        interval.Low!.Value.ShouldBe(-2.4598858, 1e-6);
        interval.High!.Value.ShouldBe(-0.7001142, 1e-6);
        Should.Throw<ArgumentException>(() => StudentMean.Interval([]));
        Should.Throw<ArgumentOutOfRangeException>(() => StudentMean.Interval([1, 2], 1));
    }

    [Fact]
    public void InterquartileMean_Outliers_AreCutAway()
    {
        InterquartileMean.Value([1000, 3, 4, 5, 6, 7, 8, -1000]).ShouldBe(5.5, RoundingTolerance);

        // Ten values: ⌊2.5⌋ = 2 from each end of 1…10, the mean of 3…8.
        InterquartileMean.Value([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]).ShouldBe(5.5, RoundingTolerance);
        InterquartileMean.Value([1, 2, 30]).ShouldBe(11, RoundingTolerance);
        Should.Throw<ArgumentException>(() => InterquartileMean.Value([]));
    }

    [Fact]
    public void ConditionalValueAtRisk_LowerTail_CountsTheBoundaryInPart()
    {
        ConditionalValueAtRisk.Value([9, 1, 8, 2, 7, 3, 6, 4, 5, 10]).ShouldBe(1.5, RoundingTolerance);

        // 0.2·12 = 2.4 values of 1…12: (1 + 2 + 0.4·3)/2.4.
        ConditionalValueAtRisk.Value([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]).ShouldBe(1.75, RoundingTolerance);
        ConditionalValueAtRisk.Value([4, 2, 6], 1).ShouldBe(4, RoundingTolerance);
        ConditionalValueAtRisk.Value([4, 2, 6], 0.1).ShouldBe(2, RoundingTolerance);
        Should.Throw<ArgumentOutOfRangeException>(() => ConditionalValueAtRisk.Value([1], 0));
        Should.Throw<ArgumentException>(() => ConditionalValueAtRisk.Value([double.NaN]));
    }

    [Fact]
    public void Degradation_MixedTasks_CountsOnlyDropsAboveTheThreshold()
    {
        // Drops: 0.5 of 1 and 2 of |−4| count; 0.05 does not; a gain does not; 1 from 0 counts without a reference.
        DegradationResult result = Degradation.Measure([1, -4, 1, 1, 0], [0.5, -6, 0.95, 2, -1], 0.1);
        result.Count.ShouldBe(3);
        result.Share.ShouldBe(0.6, RoundingTolerance);
        result.MeanDrop.ShouldBe(3.5 / 3, RoundingTolerance);
        result.MeanRelativeDrop.ShouldBe(0.5, RoundingTolerance);
        result.WithoutReference.ShouldBe(1);
        Degradation.Measure([1, 2], [1, 3], 0).ShouldBe(new DegradationResult(0, 0, 0, 0, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => Degradation.Measure([1], [1], double.NaN));
    }

    [Fact]
    public void HolmCorrection_FourTests_MatchesHandComputation()
    {
        // Sorted 0.005·4, 0.01·3, 0.03·2, 0.04·1 raised to the running maximum: 0.02, 0.03, 0.06, 0.06.
        double[] adjusted = new double[4];
        HolmCorrection.Adjust([0.01, 0.04, 0.03, 0.005], adjusted);
        adjusted[0].ShouldBe(0.03, RoundingTolerance);
        adjusted[1].ShouldBe(0.06, RoundingTolerance);
        adjusted[2].ShouldBe(0.06, RoundingTolerance);
        adjusted[3].ShouldBe(0.02, RoundingTolerance);

        double[] inPlace = [0.9, 0.8];
        HolmCorrection.Adjust(inPlace, inPlace);
        inPlace.ShouldBe([1, 1]);
        Should.Throw<ArgumentException>(() => HolmCorrection.Adjust([1.2], new double[1]));
    }
}
