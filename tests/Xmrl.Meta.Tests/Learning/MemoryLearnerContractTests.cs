using Xmrl.Contracts;
using Xmrl.Environments.BernoulliBandit;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.OwnMemory;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;

namespace Xmrl.Meta.Tests.Learning;

public sealed class MemoryLearnerContractTests : MetaLearnerContract
{
    private static readonly BernoulliBanditFamily Family = new(new BernoulliBanditOptions { Arms = 2, Pulls = 10 });

    protected override IMetaLearner CreateLearner(WorkPool pool) => new RewardMemory().Create(new LearnerParts
    {
        Family = Family,
        Policy = new CategoricalMlpPolicy(CategoricalMlpShape.For(Family.Spec) with { HiddenSizes = [] }),
        Pool = pool,
    });

    /// <summary>A learner without inner gradient goes the whole way: it learns to trust its memory, and a trial's second episode then earns
    /// more than its first. The first pays 5 of 10 on average; knowing the better arm would pay 6.7.</summary>
    [Fact]
    public void Iterate_TwoArmedBandits_LearnsToUseTheMemory()
    {
        using var pool = new WorkPool(1);
        using IMetaLearner learner = CreateLearner(pool);
        IMetaTraining training = learner.Begin([0, 0], new OuterSchedule(StepSize: 1, FinalShare: 1, Iterations: 100));
        for (int k = 0; k < 100; k++)
        {
            RandomKey key = RandomKey.FromSeed(5).Derive(k);
            training.Iterate([.. Enumerable.Range(0, 20).Select(i => new TaskPlan { MdpTask = Family.SampleTask(key, i) })], key);
        }

        MdpTask[] unseen = [.. Enumerable.Range(0, 200).Select(i => Family.SampleTask(RandomKey.FromSeed(6), i))];
        TaskScores[] scores = new AdaptationEvaluator(learner).Evaluate(
            training.Parameters, unseen, new EvaluationOptions { Steps = 2, AdaptationTrajectories = 1 }, RandomKey.FromSeed(7));

        training.Parameters[0].ShouldBeGreaterThan(2);
        scores.Average(task => task.Sampled[2]).ShouldBeGreaterThan(5.9);
        scores.Average(task => task.Sampled[2] - task.Sampled[0]).ShouldBeGreaterThan(0.2);
        scores.ShouldAllBe(task => task.Spent[2] == 20);
    }
}
