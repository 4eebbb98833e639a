using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Learning;
using Xmrl.Offline.Learning.Drawing;

namespace Xmrl.Offline.Tests.Learning;

/// <summary>What MACAW adds to the metrics of a run.</summary>
public class IterationFiguresTests
{
    private static readonly string[] s_plain =
        ["value_outer", "policy_outer", "weight_mean", "weight_clipped", "weight_effective", "value_explained", "weights_flat"];

    private static readonly string[] s_inside =
        ["value_inner", "advantage_head", "coefficient", "step_size_policy", "step_size_value"];

    [Fact]
    public void WeightFigures_ByHand_AreMeanClippedEffectiveAndExplained()
    {
        double largest = AdvantageWeights.Clipped;
        WeightFigures figures = WeightFigures.Of([1, 2, 3, largest], [101, 102, 103, 104], [1, 0, 1, 0]);
        figures.Mean.ShouldBe((6 + largest) / 4, 1e-12);
        figures.Clipped.ShouldBe(0.25);
        figures.Effective.ShouldBe((6 + largest) * (6 + largest) / (4 * (14 + (largest * largest))), 1e-12);
        figures.Explained.ShouldBe(1 - (0.25 / 1.25), 1e-12);
        WeightFigures.Of([1, 1], [5, 5], [1, 2]).ShouldBe(new WeightFigures(1, 0, 1, 0));
    }

    [Fact]
    public void AdvantageWeights_OneFarAhead_IsClipped()
    {
        double[] advantages = new double[1000];
        advantages[7] = 1;
        double[] weights = new double[1000];
        AdvantageWeights.Compute(advantages, 1, 1, weights).ShouldBeTrue();
        weights[7].ShouldBe(AdvantageWeights.Clipped);
        WeightFigures.Of(weights, new Real[1000], advantages).Clipped.ShouldBe(0.001);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Iterate_AnyLayers_ReportsAllFigures(int latents)
    {
        (MacawTraining training, Dictionary<string, double> figures) = Iterated(MacawLearnerTests.Small with { Latents = latents });
        figures.Keys.Order().ShouldBe(s_plain.Concat(s_inside).Order());
        figures.Values.ShouldAllBe(value => double.IsFinite(value));
        MacawFigures[] last = [.. training.Figures];
        figures["value_inner"].ShouldBe(last.Average(task => task.ValueInner), 1e-9);
        figures["value_outer"].ShouldBe(last.Average(task => task.ValueOuter), 1e-9);
        figures["policy_outer"].ShouldBe(last.Average(task => task.PolicyOuter), 1e-9);
        figures["advantage_head"].ShouldBe(last.Average(task => task.HeadError), 1e-9);
        figures["weight_effective"].ShouldBeInRange(1.0 / 16, 1);
        figures["weight_mean"].ShouldBeGreaterThan(1);
        figures["value_explained"].ShouldBeLessThanOrEqualTo(1);
        figures["weights_flat"].ShouldBe(0);
        figures["coefficient"].ShouldBe(Math.Log(1.01), 1e-4);
        figures["step_size_policy"].ShouldBe(Math.Log(1.3), 1e-3);
        figures["step_size_value"].ShouldBe(Math.Log(1.03), 1e-3);
    }

    [Fact]
    public void Iterate_NoAdaptation_ReportsNothingInside()
        => Iterated(MacawLearnerTests.Small with { AdaptFrom = AdaptSource.None }).Figures.Keys.Order().ShouldBe(s_plain.Order());

    [Fact]
    public void Iterate_EqualRewards_CountsTheTasksWithFlatWeights()
    {
        Dictionary<string, double> figures = Iterated(
            MacawLearnerTests.Small with { HasTail = false, Coefficient = 0, StepsPerIteration = 3 }, paid: 0).Figures;
        figures["weights_flat"].ShouldBe(2);
        (figures["weight_mean"], figures["weight_effective"], figures["weight_clipped"], figures["value_explained"])
            .ShouldBe((1, 1, 0, 0));
    }

    private static (MacawTraining Training, Dictionary<string, double> Figures) Iterated(MacawOptions options, double paid = 1)
    {
        StoredTasks stored = new Line().Stored(
            [.. Enumerable.Range(0, 2).Select(i => new Line().SampleTask(RandomKey.FromSeed(2), i))], 20, paid: paid);
        using var pool = new WorkPool(1);
        using var learner = new MacawLearner(stored, options with { StepsPerIteration = paid > 0 ? 1 : options.StepsPerIteration }, pool);
        var theta = new Real[learner.ParameterCount];
        learner.Initialize(RandomKey.FromSeed(1), theta);
        if (paid == 0)
        {
            // A value of 0 everywhere.
            learner.Networks.Value.Tensors.ToList().ForEach(tensor => tensor.Of(theta.AsSpan()).Clear());
        }

        var training = new MacawTraining(learner, theta, new OuterSchedule(1e-4, 1, 1));
        IterationReport report = training.Iterate(
            [.. stored.TasksOf(0).Select(task => new TaskPlan { MdpTask = task })], RandomKey.FromSeed(6));
        report.Outer.Status.ShouldBe(OuterStatus.Accepted);
        return (training, report.Figures.ToDictionary());
    }
}
