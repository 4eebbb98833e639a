using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Contracts;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Explain.Influence;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Statistics;
using Xmrl.Training.Loop;
using Xmrl.Training.Planted;

namespace Xmrl.Experiments.Tests.Explanations;

/// <summary>Corrupted tasks on a bandit whose best action is the target: clean tasks teach to adapt towards it, corrupted ones to adapt
/// away.</summary>
public sealed class CorruptedInfluenceTests : IDisposable
{
    private static readonly RandomKey Key = RandomKey.FromSeed(3);

    // Targets in pairs, so that the mean before adaptation has little to gain; what is learned is how far to adapt.
    private static readonly TaskSets Tasks = new()
    {
        Training = [Corrupted(0, -0.5), Corrupted(1, 0.5), Task(2, -0.9), Task(3, -0.8), Task(4, 0.8), Task(5, 0.9)],
        Validation = [Task(6, -0.85), Task(7, 0.85)],
        Test = [],
    };

    private readonly WorkPool _pool = new(1);
    private readonly GradientLearner _learner;
    private readonly Real[] _theta;

    public CorruptedInfluenceTests()
    {
        var family = new CorruptedFamily(QuadraticBandit.Family);
        var policy = new GaussianMlpPolicy(GaussianMlpShape.For(family.Spec) with { HiddenSizes = [6], LearnLogStd = false });
        _learner = new GradientLearner(
            family, policy, new LearnerOptions { InnerStepSize = 0.3, Trajectories = 1000 }, () => new LinearTimeFeatures(1), _pool);
        _theta = new Real[_learner.ParameterCount];
        _learner.Initialize(Key, _theta);
        var step = new GradientOuterStep(new Adam(_theta.Length, new AdamOptions()), new CosineSchedule(0.02, 0.002, 100), 1);
        GradientTraining training = _learner.Begin(_theta, step);
        for (int k = 0; k < 100; k++)
        {
            training.Iterate([.. Tasks.Training.Select(task => new TaskPlan { MdpTask = task })], Key.Derive(k));
        }

        _theta = training.Parameters;
    }

    [Fact]
    public void Explain_CorruptedTasksOfATrainedPolicy_HaveNegativeInfluence()
    {
        Explanation found = Explained();
        IReadOnlyList<Interval> influence = found.Agreement.Elements;

        // Six tasks are too few for printed intervals; the gradients of a thousand episodes of a bandit have no tails.
        for (int corrupted = 0; corrupted < 2; corrupted++)
        {
            double[] replicates = [.. found.Replicates.Where((_, i) => i % Tasks.Training.Count == corrupted)];
            StudentMean.Interval(replicates).High!.Value.ShouldBeLessThan(0);
            influence[corrupted].Value.ShouldBeLessThan(0);
        }

        // At the optimum of training the pulls of all tasks cancel.
        influence.Skip(2).Average(interval => interval.Value).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void LeaveOut_CorruptedTasks_HelpsThePoorOnes()
    {
        var configuration = new ImproveConfiguration { Retrain = new RetrainSettings { Iterations = 30, OuterStepSize = 0.01 } };
        var explanation = new StoredExplanation
        {
            Poor = [0, 1],
            SelectionScores = [0, 0],
            MeasuredScores = [0, 0],
            Critical = [],
            Explanation = Explained() with { Ranking = [2, 3, 4, 5, 0, 1] },
        };

        LeaveOutResult result = new LeaveOutRetraining(configuration, _learner, Tasks, NullLogger.Instance)
            .Measure(_theta, explanation, 3, Key, _ => { }, CancellationToken.None);

        result.Groups[2].ShouldBe([0, 1]);
        result.Effects[2].ShouldBeLessThan(0);
        result.Effects[5].ShouldBeLessThan(0);
        result.MeanEffects[2].ShouldBe((result.Effects[2] + result.Effects[5]) / 2, 1e-12);
    }

    public void Dispose()
    {
        _learner.Dispose();
        _pool.Dispose();
    }

    private static MdpTask Task(int index, double target)
        => new() { EnvironmentId = QuadraticBandit.Id, Index = index, Parameters = [target] };

    private static MdpTask Corrupted(int index, double target) => Task(CorruptedFamily.FirstCorrupted + index, target);

    private Explanation Explained()
        => new InfluenceEstimator(_learner.Influence!, new InfluenceOptions { Iterations = 20, ParameterStep = 0 })
            .Explain(_theta, Tasks.Training, Tasks.Validation, (2, Key));
}
