using Xmrl.Explain.Influence;
using Xmrl.Numerics.Randomness;
using Xmrl.Statistics;

namespace Xmrl.Explain.Tests.Influence;

public sealed class InfluenceIntervalsTests
{
    private const double RoundingTolerance = 1e-12;
    private const int Tasks = InfluenceIntervals.LeastTasks;

    [Fact]
    public void Of_NoisyTask_HasStudentsIntervalAndPValue()
    {
        // t of 97.5 % and one degree of freedom 12.706, a Cauchy law: p of t is 1 − 2·atan(t)/π. Task 0: mean 2, s/√2 = 1.
        (Interval influence, double? p) = Of(task => task == 0 ? [1, 3] : [0.4, 0.6])[0];

        influence.Value.ShouldBe(2, RoundingTolerance);
        influence.Low!.Value.ShouldBe(2 - 12.7062, 1e-3);
        influence.High!.Value.ShouldBe(2 + 12.7062, 1e-3);
        p!.Value.ShouldBe(1 - (2 * Math.Atan(2) / Math.PI), 1e-9);
    }

    [Fact]
    public void Of_QuietTask_HasTheStandardDeviationOfAllTasks()
    {
        // Mean squares of the deviations: (19·2 + 0.02)/20; Student's t of one degree of freedom on their root.
        double error = Math.Sqrt(((19 * 2) + 0.02) / 20 / 2);

        (Interval influence, double? p) = Of(task => task == 0 ? [0.9, 1.1] : [0, 2])[0];

        influence.Value.ShouldBe(1, RoundingTolerance);
        influence.Low!.Value.ShouldBe(1 - (12.7062 * error), 1e-3);
        influence.High!.Value.ShouldBe(1 + (12.7062 * error), 1e-3);
        p!.Value.ShouldBe(1 - (2 * Math.Atan(1 / error) / Math.PI), 1e-9);
    }

    [Fact]
    public void Of_TaskWithoutVariance_HasNeitherIntervalNorPValue()
        => Of(task => task == 0 ? [5, 5] : [0, 2])[0].ShouldBe((Interval.None(5, Interval.NoVariance), null));

    [Fact]
    public void Of_TooFewTasks_SaysSo()
        => InfluenceIntervals.Of([1, 2, 3, 6], 2)
            .ShouldBe([(Interval.None(2, "2 tasks are too few"), null), (Interval.None(4, "2 tasks are too few"), null)]);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(20)]
    public void Of_NormalReplicates_CoverAtLeastAsTheySay(int replicates)
    {
        // 4,000 tasks without influence: the share of covered zeros has a standard error of 0.0034.
        const int Many = 4000;
        Real[] noise = new Real[replicates * Many];
        RandomKey.FromSeed(31).FillNormal(0, noise);

        IReadOnlyList<(Interval Influence, double? PValue)> found = InfluenceIntervals.Of([.. noise], Many);

        (found.Count(element => element.Influence.Low < 0 && element.Influence.High > 0) / (double)Many).ShouldBeGreaterThan(0.94);
        found.ShouldAllBe(element => element.PValue > 0.05 == (element.Influence.Low < 0 && element.Influence.High > 0));
    }

    private static IReadOnlyList<(Interval Influence, double? PValue)> Of(Func<int, double[]> replicates)
    {
        double[][] tasks = [.. Enumerable.Range(0, Tasks).Select(replicates)];
        return InfluenceIntervals.Of([.. Enumerable.Range(0, tasks[0].Length).SelectMany(r => tasks.Select(task => task[r]))], Tasks);
    }
}
