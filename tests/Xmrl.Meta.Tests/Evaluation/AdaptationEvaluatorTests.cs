using Xmrl.Contracts;
using Xmrl.Experiments.Stages;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Tests.Learning;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Meta.Tests.Evaluation;

public sealed class AdaptationEvaluatorTests
{
    /// <summary>Returns of order ten in float.</summary>
    private const double Tolerance = 1e-5;

    private static readonly RandomKey Key = RandomKey.FromSeed(5);

    private static readonly GaussianMlpShape Linear = new() { ObservationSize = 1, ActionSize = 1, HiddenSizes = [], InitialLogStd = 0 };

    [Fact]
    public void Evaluate_OneKey_SameNoiseForEveryMetaPolicy()
    {
        // Before adaptation the returns of two policies whose means differ by 1 differ by 1 per step: all noise is shared.
        using var setup = new Setup(NoiseBandit.Family, new LearnerOptions(), 1, Linear);
        var evaluator = new AdaptationEvaluator(setup.Learner);
        var options = new EvaluationOptions { Steps = 0, SampledTrajectories = 3, Repeats = 2 };
        TaskScores[] low = evaluator.Evaluate([0, 0, 0], Tasks(setup, 3), options, Key);
        TaskScores[] high = evaluator.Evaluate([0, 1, 0], Tasks(setup, 3), options, Key);
        TaskScores[] other = evaluator.Evaluate([0, 0, 0], Tasks(setup, 3), options, Key.Derive(1));
        for (int i = 0; i < 3; i++)
        {
            (high[i].Sampled[0] - low[i].Sampled[0]).ShouldBe(2, Tolerance);
            (high[i].MeanActions[0] - low[i].MeanActions[0]).ShouldBe(2, Tolerance);
            other[i].Sampled[0].ShouldNotBe(low[i].Sampled[0]);
        }

        low[0].Sampled[0].ShouldNotBe(low[1].Sampled[0]);
    }

    [Fact]
    public void Evaluate_TaskAmongOthers_SameScoresAsAlone()
    {
        using var one = new Setup(NoisyWalk.Family, new LearnerOptions());
        using var three = new Setup(NoisyWalk.Family, new LearnerOptions(), 3);
        MdpTask[] tasks = Tasks(one, 4);
        var options = new EvaluationOptions { Steps = 2, AdaptationTrajectories = 3, SampledTrajectories = 4, Repeats = 2 };
        TaskScores[] together = new AdaptationEvaluator(three.Learner).Evaluate(one.Initial(), tasks, options, Key);
        TaskScores alone = new AdaptationEvaluator(one.Learner).Evaluate(one.Initial(), [tasks[2]], options, Key)[0];
        alone.Sampled.ShouldBe(together[2].Sampled);
        alone.MeanActions.ShouldBe(together[2].MeanActions);
        alone.Interactions.ShouldBe(together[2].Interactions);
        together[2].MdpTask.ShouldBe(tasks[2]);
    }

    [Fact]
    public void Evaluate_LastStepOnly_IsTheSameLastScoreAndNothingElse()
    {
        using var setup = new Setup(NoisyWalk.Family, new LearnerOptions());
        MdpTask[] tasks = Tasks(setup, 2);
        var options = new EvaluationOptions { Steps = 2, AdaptationTrajectories = 3, SampledTrajectories = 4, Repeats = 2 };
        TaskScores[] all = new AdaptationEvaluator(setup.Learner).Evaluate(setup.Initial(), tasks, options, Key);

        TaskScores[] last = new AdaptationEvaluator(setup.Learner)
            .Evaluate(setup.Initial(), tasks, options with { LastStepOnly = true, MeanTrajectories = 0 }, Key);

        for (int i = 0; i < tasks.Length; i++)
        {
            last[i].Sampled.ShouldBe([double.NaN, double.NaN, all[i].Sampled[^1]]);
            last[i].MeanActions.ShouldAllBe(score => double.IsNaN(score));
            last[i].Interactions.ShouldBe(all[i].Interactions);
        }
    }

    [Fact]
    public void Evaluate_Repeats_AreAveragedOverTheirOwnKeys()
    {
        using var setup = new Setup(NoiseBandit.Family, new LearnerOptions(), 1, Linear);
        MdpTask task = Tasks(setup, 4)[3];
        var options = new EvaluationOptions { Steps = 0, SampledTrajectories = 3, MeanTrajectories = 2, Repeats = 3 };
        TaskScores scores = new AdaptationEvaluator(setup.Learner).Evaluate(new Real[3], [task], options, Key)[0];
        using var sampler = new RolloutSampler(NoiseBandit.Family, setup.Policy);
        double Mean(bool meanActions, int trajectories)
            => Enumerable.Range(0, 3).Average(repeat => sampler.Sample(task, new Real[3], new RolloutRequest
            {
                Trajectories = trajectories,
                Key = Key.Derive(3).Derive(repeat).Derive(RandomPurpose.Evaluation).Derive(0),
                MeanActions = meanActions,
            }).MeanReturn);
        scores.Sampled[0].ShouldBe(Mean(false, 3), Tolerance);
        scores.MeanActions[0].ShouldBe(Mean(true, 2), Tolerance);
    }

    [Fact]
    public void Evaluate_SeveralSteps_ScoresEveryPointOfTheAdaptation()
    {
        // Best mean action: the task's target. Each step comes nearer.
        using var setup = new Setup(
            QuadraticBandit.Family, new LearnerOptions { InnerStepSize = 0.05 }, 1, Linear with { InitialLogStd = -1 });
        MdpTask task = new() { EnvironmentId = QuadraticBandit.Id, Parameters = [0.8] };
        var options = new EvaluationOptions { Steps = 3, AdaptationTrajectories = 50, SampledTrajectories = 0, Repeats = 2 };
        TaskScores scores = new AdaptationEvaluator(setup.Learner).Evaluate(setup.Initial(), [task], options, Key)[0];
        scores.MeanActions.Length.ShouldBe(4);
        for (int k = 1; k < 4; k++)
        {
            scores.MeanActions[k].ShouldBeGreaterThan(scores.MeanActions[k - 1]);
        }

        scores.Sampled.ShouldAllBe(score => double.IsNaN(score));
        scores.Interactions.ShouldBe(2 * 3 * 50);
    }

    [Fact]
    public void Evaluate_EnvironmentWithSuccess_ScoresItsRate()
    {
        using var setup = new Setup(NoisyWalk.Family, new LearnerOptions());
        TaskScores scores = new AdaptationEvaluator(setup.Learner).Evaluate(
            setup.Initial(), Tasks(setup, 1), new EvaluationOptions { Steps = 1, SampledTrajectories = 8, Repeats = 1 }, Key)[0];
        scores.Sampled.ShouldAllBe(rate => rate * 8 == Math.Round(rate * 8) && rate >= 0 && rate <= 1);
    }

    [Fact]
    public void Trace_SameKey_FollowsTheFirstRepeatsAdaptation()
    {
        using var setup = new Setup(QuadraticBandit.Family, new LearnerOptions { InnerStepSize = 0.2 }, 1, Linear);
        var evaluator = new AdaptationEvaluator(setup.Learner);
        MdpTask task = Tasks(setup, 2)[1];
        var options = new EvaluationOptions { Steps = 2, AdaptationTrajectories = 10, Repeats = 1 };
        Rollout trace = evaluator.Trace(setup.Initial(), task, options, Key);
        trace.Trajectories.ShouldBe(1);
        trace.MeanReturn.ShouldBe(evaluator.Evaluate(setup.Initial(), [task], options, Key)[0].MeanActions[2]);
    }

    private static MdpTask[] Tasks(Setup setup, int count)
        => [.. Enumerable.Range(0, count).Select(i => setup.Learner.Family.SampleTask(RandomKey.FromSeed(2), i))];
}
