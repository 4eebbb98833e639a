using Xmrl.Experiments.Definitions;
using Xmrl.Fixtures;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Collecting;
using Xmrl.Offline.Data;
using Xmrl.Offline.Learning;
using Xmrl.Offline.Learning.Drawing;
using Xmrl.Rl.Environments;
using Xmrl.Training.Loop;

namespace Xmrl.Offline.Tests.Learning;

[Trait("Category", "Learning")]
public class BanditLearningTests
{
    // Without what follows: a pull's return is its reward, as nothing a pull does changes the later ones.
    private const double Discount = 1e-6;

    private static readonly MacawOptions s_options = new()
    {
        Discount = Discount,
        Hidden = [32],
        Rows = 256,
        TasksPerStep = 5,
        StepsPerIteration = 100,
        ValueRate = 1,
        RawRate = 10,
        HasTail = false,
    };

    /// <summary>Pulls of even arms: the likeliest arm after one step on 256 of them earns at least 0.97 of what the best weighted
    /// categorical policy on as many pulls earns.</summary>
    [Fact]
    public void Train_EvenData_ReachesTheWeightedOptimum()
    {
        StoredTasks stored = BanditData.Even((35, 1, 40));
        (double found, _, _) = Trained(stored, s_options, 12);
        double optimum = stored.TasksOf((int)BufferSet.Test).Average(task => WeightedOptimum(stored, task));
        double best = stored.TasksOf((int)BufferSet.Test).Average(task => BanditData.Pulls * task.Parameters.Max());
        string figures = $"mean actions {found:0}, weighted optimum {optimum:0}, best arms {best:0}";
        found.ShouldBeGreaterThan(0.97 * optimum, figures);
    }

    /// <summary>On data of a policy that learned, which show the good arm themselves: at least 0.95 of what the best arms earn.</summary>
    [Fact]
    public void Train_ClippedData_ReachesTheBestArms()
    {
        using var folder = new TemporaryFolder();
        new DataCollector(BanditExperiment.Configuration, new CollectSettings
        {
            Collector = CollectorName.Clipped,
            Training = 35,
            Validation = 1,
            Test = 20,
            Steps = 5000,
        }).Collect(folder["data"], 2, CancellationToken.None);
        IEnvironmentFamily family = LearnerFactory.Family(BanditExperiment.Configuration);
        var stored = new StoredTasks(family, OfflineDataSet.Read(folder["data"], family.Spec));
        (double found, double sampled, _) = Trained(stored, s_options, 5);
        double best = stored.TasksOf((int)BufferSet.Test).Average(task => BanditData.Pulls * task.Parameters.Max());
        found.ShouldBeGreaterThan(0.95 * best, $"mean actions {found:0}, sampled {sampled:0}, best arms {best:0}");
    }

    /// <summary>Of 45 buffers ten have negated rewards: at least nine of them are among the ten least aligned with poor tasks, and leaving
    /// these ten out earns more with sampled actions than leaving out ten others. Step sizes stay small: an adaptation that solves every
    /// task leaves nothing to align.</summary>
    [Fact]
    public void Draw_NegatedRewards_AreTheLeastAligned()
    {
        int[] negated = [.. Enumerable.Range(0, 10).Select(i => (4 * i) + 1)];
        StoredTasks stored = BanditData.Even((45, 10, 40), true, negated);
        MacawOptions options = s_options with { RawRate = 0 };
        (_, _, Real[] theta) = Trained(stored, options, 3);
        int[] harmful = [.. Influences(stored, options, theta).Index().OrderBy(entry => entry.Item).Take(10).Select(entry => entry.Index)];
        harmful.Intersect(negated).Count().ShouldBeGreaterThanOrEqualTo(9, string.Join(" ", harmful));
        (_, double pruned, _) = Trained(stored, options, 3, harmful);
        (_, double random, _) = Trained(stored, options, 3, [.. Enumerable.Range(0, 10).Select(i => (4 * i) + 2)]);
        pruned.ShouldBeGreaterThan(random);
    }

    /// <summary>Alignment of each training task's gradient with the poor tasks', over replicates of rows.</summary>
    private static double[] Influences(StoredTasks stored, MacawOptions options, Real[] theta)
    {
        using var pool = new WorkPool(2);
        using var learner = new MacawLearner(stored, options, pool);
        IReadOnlyList<MdpTask> training = stored.TasksOf((int)BufferSet.Training);
        var influence = new double[training.Count];
        for (int replicate = 0; replicate < 5; replicate++)
        {
            using ITaskGradients drawn = learner.Influence!.Draw(
                theta, [.. training, .. stored.TasksOf((int)BufferSet.Validation)], RandomKey.FromSeed(21).Derive(replicate),
                CancellationToken.None);
            var poor = new double[theta.Length];
            foreach (double[] gradient in drawn.Gradients.Skip(training.Count))
            {
                VectorOperations.AddScaled(1, gradient, poor);
            }

            for (int i = 0; i < influence.Length; i++)
            {
                influence[i] += VectorOperations.Dot(drawn.Gradients[i], poor);
            }
        }

        return influence;
    }

    /// <summary>The score of mean or sampled actions on the test tasks, and θ.</summary>
    private static (double Mean, double Sampled, Real[] Theta) Trained(
        StoredTasks stored, MacawOptions options, int iterations, params int[] leftOut)
    {
        using var pool = new WorkPool(2);
        using var learner = new MacawLearner(stored, options, pool);
        var theta = new Real[learner.ParameterCount];
        learner.Initialize(RandomKey.FromSeed(1), theta);
        IMetaTraining training = learner.Begin(theta, new OuterSchedule(3e-3, 1, iterations));
        TaskPlan[] plans =
        [
            .. stored.TasksOf(0).Select((task, i) => new TaskPlan { MdpTask = task, Weight = leftOut.Contains(i) ? 0 : 1 }),
        ];
        for (int k = 0; k < iterations; k++)
        {
            IterationReport report = training.Iterate(plans, RandomKey.FromSeed(6).Derive(k));
            report.Outer.Status.ShouldBe(OuterStatus.Accepted, report.Outer.Detail);
        }

        AdaptationPoint[] points =
        [
            .. stored.TasksOf((int)BufferSet.Test).Select(task => learner.Adaptation.Measure(
                0, training.Parameters, task, new() { Steps = 1, SampledTrajectories = 1, LastStepOnly = true }, RandomKey.FromSeed(8))
                .Points[^1]),
        ];
        return (points.Average(point => point.MeanActions), points.Average(point => point.Sampled), training.Parameters);
    }

    /// <summary>What the arm with the largest sum of weights among 256 rows earns, averaged over draws.</summary>
    private static double WeightedOptimum(StoredTasks stored, MdpTask task)
    {
        TaskBuffer buffer = stored.Data.Of(BufferSet.Test).Single(own => own.MdpTask.Index == task.Index);
        (double[] returns, _) = buffer.ReturnsAndTails(Discount);
        const int Draws = 40;
        double sum = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            RandomKey key = RandomKey.FromSeed(13).Derive(draw);
            int[] rows = [.. Enumerable.Range(0, 256).Select(i => key.Integer((ulong)i, buffer.Steps))];
            var weights = new double[rows.Length];
            AdvantageWeights.Compute([.. rows.Select(row => returns[row])], 1, 1, weights);
            int arm = Enumerable.Range(0, BanditData.Arms)
                .MaxBy(own => rows.Select((row, i) => buffer.Actions[row] == own ? weights[i] : 0).Sum());
            sum += BanditData.Pulls * task.Parameters[arm] / Draws;
        }

        return sum;
    }
}
