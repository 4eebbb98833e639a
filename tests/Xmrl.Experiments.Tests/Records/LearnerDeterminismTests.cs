using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Tests.Definitions;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.MuJoCo.Locomotion;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Training.Configuration;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Tests.Records;

/// <summary>Contract of every learner that can be named, with its own outer step and with each of the others that it takes: the hashes
/// after every iteration are the same for one, two and three threads and for shuffled orders of the tasks.</summary>
public sealed class LearnerDeterminismTests
{
    private const int Tasks = 5;
    private const int Iterations = 3;

    public static TheoryData<string, OuterStepName?> Learners
    {
        get
        {
            var all = new TheoryData<string, OuterStepName?>();
            // The contract of learners covers those from replay, which begin a training without an order of tasks.
            foreach (string learner in LearnerTable.All.Where(learner => learner.HasCurvature).Select(learner => learner.Card.Argument))
            {
                all.Add(learner, null);
            }

            foreach (OuterStepName step in Enum.GetValues<OuterStepName>())
            {
                all.Add("maml", step);
            }

            all.Add("imaml", OuterStepName.TrustRegion);
            all.Add("sg-mrl", OuterStepName.TrustRegion);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void Iterate_OtherThreadsOrOrder_SameHashesAfterEveryIteration(string name, OuterStepName? step)
    {
        string[] expected = Hashes(name, step, 1, null);

        // With so few trajectories a line search may fail; that leaves the parameters as they were, in every order.
        expected.Distinct().Count().ShouldBeGreaterThan(1, "The parameters move.");
        Hashes(name, step, 2, null).ShouldBe(expected);
        Hashes(name, step, 3, null).ShouldBe(expected);
        Hashes(name, step, 1, [4, 2, 0, 3, 1]).ShouldBe(expected);
        Hashes(name, step, 3, [3, 4, 1, 0, 2]).ShouldBe(expected);
    }

    [MuJoCoFact]
    public void Iterate_PhysicsOnOtherThreadsOrOrder_SameHashesAfterEveryIteration()
    {
        ImproveConfiguration configuration = Short(
            LocomotionExperiments.Configuration(new LocomotionFamily(Robot.HalfCheetah, Goal.Velocity)));
        string[] expected = Hashes(configuration, 1, null);

        expected.Distinct().Count().ShouldBeGreaterThan(1, "The parameters move.");
        Hashes(configuration, 2, null).ShouldBe(expected);
        Hashes(configuration, 3, [3, 4, 1, 0, 2]).ShouldBe(expected);
    }

    private static string[] Hashes(string name, OuterStepName? step, int threads, int[]? order) => Hashes(
        Short(
            Navigation2DExperiment.Configuration,
            [
                .. LearnerArgument.Overrides(name, hasFile: false),
                .. step is { } own ? new[] { $"meta.outerStep={ScalarText.Format(own)}" } : [],
            ]), threads, order);

    /// <summary>Few trajectories, but more than the part that one thread draws alone, so that threads without a task help with the last
    /// ones.</summary>
    private static ImproveConfiguration Short(ImproveConfiguration configuration, params string[] more)
        => ConfigurationReader.Read<ImproveConfiguration>(
            new ConfigurationDocument(ConfigurationWriter.Write(configuration), "test") { IsOwn = true },
            ["policy.hiddenSizes=[6]", "meta.trajectories=6", .. more]);

    private static string[] Hashes(ImproveConfiguration configuration, int threads, int[]? order)
    {
        IEnvironmentFamily family = LearnerFactory.Family(configuration.Environment.Id);
        IPolicy policy = LearnerFactory.Policy(configuration.Policy, family.Spec);
        using var pool = new WorkPool(threads);
        using IMetaLearner learner = configuration.Meta.Learner.Create(
            new LearnerParts { Family = family, Policy = policy, Pool = pool });
        var theta = new Real[learner.ParameterCount];
        learner.Initialize(RandomKey.FromSeed(1), theta);
        TaskPlan[] plans =
            [.. Enumerable.Range(0, Tasks).Select(i => new TaskPlan { MdpTask = family.SampleTask(RandomKey.FromSeed(2), i) })];
        IMetaTraining training = learner.Begin(theta, new OuterSchedule(0.01, 1, Iterations));
        var hashes = new string[Iterations];
        for (int k = 0; k < Iterations; k++)
        {
            RandomKey key = RandomKey.FromSeed(3).Derive(k);
            OuterStatus status = training is GradientTraining own
                ? own.Iterate(plans, key, order, default).Outer.Status
                : training.Iterate(plans, key).Outer.Status;
            hashes[k] = $"{status} {string.Join(' ', ParameterHashes.Of(learner.Tensors, training.Parameters, training))}";
        }

        return hashes;
    }
}
