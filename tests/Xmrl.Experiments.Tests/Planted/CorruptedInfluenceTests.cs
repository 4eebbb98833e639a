using Xmrl.Contracts;
using Xmrl.Experiments.Planted;
using Xmrl.Explain.Influence;
using Xmrl.Explain.Statistics;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;

namespace Xmrl.Experiments.Tests.Planted;

public sealed class CorruptedInfluenceTests
{
    private static readonly RandomKey Key = RandomKey.FromSeed(3);

    [Fact]
    public void Explain_CorruptedTasksOfATrainedPolicy_HaveNegativeInfluence()
    {
        // Targets in pairs, so that the mean before adaptation has nothing to gain; what is learned is how far to adapt.
        MdpTask[] training = [Corrupted(0, -0.5), Corrupted(1, 0.5), Task(2, -0.9), Task(3, -0.8), Task(4, 0.8), Task(5, 0.9)];
        using var pool = new WorkPool(1);
        var family = new CorruptedFamily(QuadraticBandit.Family);
        var policy = new GaussianMlpPolicy(GaussianMlpShape.For(family.Spec) with { HiddenSizes = [6], LearnLogStd = false });
        using var learner = new MetaLearner(family, policy, new LearnerOptions { InnerStepSize = 0.3, Trajectories = 1000 }, () => new LinearTimeFeatures(1), pool);
        Real[] theta = Train(learner, training);

        Explanation found = new InfluenceEstimator(learner, new InfluenceOptions { Iterations = 20, ParameterStep = 0 }).Explain(theta, training, [Task(6, -0.85), Task(7, 0.85)], (2, Key));

        IReadOnlyList<Interval> influence = found.Agreement.Elements;
        System.Console.WriteLine(string.Join("\n", influence));
        influence.Take(2).ShouldAllBe(interval => interval.High < 0);
        influence.Skip(2).ShouldAllBe(interval => interval.Value > 0);
    }

    private static Real[] Train(MetaLearner learner, MdpTask[] tasks)
    {
        var theta = new Real[learner.ParameterCount];
        learner.Initialize(Key, theta);
        var step = new GradientOuterStep(new Adam(theta.Length, new AdamOptions()), new CosineSchedule(0.02, 0.002, 100), 1);
        for (int k = 0; k < 100; k++)
        {
            learner.Iterate(theta, [.. tasks.Select(task => new TaskPlan { MdpTask = task })], step, Key.Derive(k));
        }

        return theta;
    }

    private static MdpTask Task(int index, double target) => new() { EnvironmentId = QuadraticBandit.Id, Index = index, Parameters = [target] };

    private static MdpTask Corrupted(int index, double target) => Task(CorruptedFamily.FirstCorrupted + index, target);
}
