using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Methods;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Learners;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Statistics;

namespace Xmrl.Experiments.Tests.Comparison;

public sealed class MethodSummaryTests
{
    /// <summary>Means of up to ten numbers of size one: rounding only.</summary>
    private const double Rounding = 1e-12;
    private static readonly int[] Poor = [0, 1];
    private static readonly double[] Base = [0.1, 0.2, 0.5, 0.6, 0.7, 0.8, 0.9, 0.9, 1.0, 1.0];

    [Fact]
    public void Of_BasePolicy_HasNoDifferencesAndNoDegradation()
    {
        MethodSummary summary = Of((null, Base))[0];

        summary.Name.ShouldBe(Maml.Title);
        (summary.ToBase, summary.ToControl, summary.PoorToControl).ShouldBe((null, null, null));
        summary.Degradation.Count.ShouldBe(0);
        summary.Mean.Value.ShouldBe(Base.Average(), Rounding);
        summary.Poor.Value.ShouldBe(0.15, Rounding);
        summary.NonPoor.Value.ShouldBe(Base.Skip(2).Average(), Rounding);
        summary.Cvar.Value.ShouldBe(0.15, Rounding);
        summary.Mean.Low!.Value.ShouldBeLessThan(summary.Mean.Value);
        summary.Mean.High!.Value.ShouldBeGreaterThan(summary.Mean.Value);
    }

    [Fact]
    public void Of_GainOnEveryTask_DifferenceIsExact()
    {
        MethodSummary ours = Of((null, Base), ("xmrl", Shifted(0.25)))[1];

        ours.ToBase!.Value.Interval.Value.ShouldBe(0.25, Rounding);
        ours.ToBase.Value.Interval.ShouldBe(Interval.None(ours.ToBase.Value.Interval.Value, Interval.NoVariance));
        (ours.ToBase.Value.PValue, ours.ToBase.Value.Status).ShouldBe((null, TestStatus.NoVariance));
        ours.ToControl.ShouldBeNull();
    }

    [Fact]
    public void Of_SameScoresAsBase_NoDifferenceAndNoTest()
    {
        PairedDifference same = Of((null, Base), ("xmrl", Base))[1].ToBase!.Value;

        (same.Interval.Value, same.Interval.Reason, same.PValue, same.Status)
            .ShouldBe((0, Interval.NoVariance, null, TestStatus.NoVariance));
    }

    [Fact]
    public void Of_ControlBesideOurs_IsTheReferenceOfOthersNotOfItself()
    {
        IReadOnlyList<MethodSummary> rows = Of(
            (null, Base), ("xmrl", Shifted(0.3)), ("continued", Shifted(0.1)));

        rows[1].ToControl!.Value.Interval.Value.ShouldBe(0.2, Rounding);
        rows[1].PoorToControl!.Value.Interval.Value.ShouldBe(0.2, Rounding);
        rows[2].ToControl.ShouldBeNull();
        rows[0].ToControl!.Value.Interval.Value.ShouldBe(-0.1, Rounding);
    }

    [Fact]
    public void Of_TasksThatLose_CountsThoseBeyondTheThresholdAmongTheOthers()
    {
        double[] after = [.. Base];
        after[0] = 0;     // poor: not counted
        after[2] -= 0.05; // within the threshold
        after[3] -= 0.2;
        after[4] -= 0.4;

        MethodSummary row = Of((null, Base), ("xmrl", after))[1];

        row.Degradation.Count.ShouldBe(2);
        row.Degradation.Share.ShouldBe(2 / 8.0, Rounding);
        row.Degradation.MeanDrop.ShouldBe(0.3, Rounding);
    }

    [Fact]
    public void Of_SameKey_SameIntervals()
        => Of((null, Base), ("xmrl", [.. Base.Reverse()]))[1].ToBase.ShouldBe(
            Of((null, Base), ("xmrl", [.. Base.Reverse()]))[1].ToBase);

    private static double[] Shifted(double by) => [.. Base.Select(score => score + by)];

    private static IReadOnlyList<MethodSummary> Of(params (MethodName? Method, double[] Scores)[] methods) => MethodSummary.Of(
        [
            .. methods.Select(m => new MethodScores
            {
                Method = m.Method is { } name ? MethodTable.Standard[name] : null,
                Base = Maml.Title,
                Interactions = 5,
                Scores = [.. m.Scores.Select(Score)],
            }),
        ],
        Poor,
        scores => scores.MeanActions[^1],
        scores => scores.Sampled[^1],
        (0.1, RandomKey.FromSeed(1), null));

    private static TaskScores Score(double value, int index)
        => new(new MdpTask { EnvironmentId = "Drone-v1", Index = index, Parameters = [0.0] }, [0, value / 2], [0, value], [0, 7])
        {
            Interactions = 7,
        };
}
