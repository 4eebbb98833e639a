using Xmrl.Contracts;
using Xmrl.Fixtures.Parallel;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Learning;

/// <summary>What several processes find together is what one finds, also where it is bad news.</summary>
public sealed class ProcessesTests
{
    [Fact]
    public void Iterate_TaskOfAnotherProcessIsNotFinite_AllNameIt()
    {
        // Advantages are finite, but times an observation of a million they are not.
        double much = 1e-4 * (double)Real.MaxValue;
        TaskPlan[] plans =
            [.. new[] { 0, much, 0, much }.Select((factor, i) => new TaskPlan { MdpTask = BrokenBandit.Task(4 + i, factor) })];
        var options = new LearnerOptions { Trajectories = 5, InnerBatch = new BatchOptions { Scaling = AdvantageScaling.Common } };

        OuterReport[] reports = ThreadRanks.Run(3, processes =>
        {
            using var setup = new Setup(BrokenBandit.Family(1e6), options, processes: processes);
            return setup.Learner.Iterate(setup.Initial(), plans, Step(), RandomKey.FromSeed(1)).Outer;
        });

        foreach (OuterReport report in reports)
        {
            report.Status.ShouldBe(OuterStatus.NonFiniteGradient);
            report.Detail.ShouldStartWith("task 5: hyper-gradient, tensor layers.0.weight, element 0 is ");
        }
    }

    [Fact]
    public void Iterate_RewardOfAnotherProcessIsNotANumber_NamesRankEnvironmentAndTask()
    {
        TaskPlan[] plans = [.. new[] { 1.0, -1, 1, -1 }.Select((factor, i) => new TaskPlan { MdpTask = BrokenBandit.Task(4 + i, factor) })];

        string[] messages = ThreadRanks.Run(3, processes =>
        {
            using var setup = new Setup(BrokenBandit.Family(), new LearnerOptions { Trajectories = 5 }, processes: processes);
            return Should.Throw<RankFailureException>(
                () => setup.Learner.Iterate(setup.Initial(), plans, Step(), RandomKey.FromSeed(1))).Message;
        });

        messages.ShouldAllBe(message => message.Contains("'BrokenBandit-v1', task 5 (factor = -1), episode 0, step 1: the reward is NaN"));
    }

    [Fact]
    public void Iterate_EnvironmentThrowsOnAnotherProcess_NamesRankAndTaskAndLeavesTheParameters()
    {
        IEnvironmentFamily family = new SingleEnvironmentFamily(
            BrokenBandit.Family().Spec, task => task.Index == 6 ? throw new FormatException("no such room") : new BrokenBandit(task, 1));
        TaskPlan[] plans = [.. Enumerable.Range(0, 4).Select(i => new TaskPlan { MdpTask = BrokenBandit.Task(4 + i, 1) })];

        bool[] unchanged = ThreadRanks.Run(3, processes =>
        {
            using var setup = new Setup(family, new LearnerOptions { Trajectories = 5 }, processes: processes);
            Real[] theta = setup.Initial();
            RankFailureException failure = Should.Throw<RankFailureException>(
                () => setup.Learner.Iterate(theta, plans, Step(), RandomKey.FromSeed(1)));
            failure.Message.ShouldBe("Rank 2, task 6: FormatException: no such room");
            return theta.SequenceEqual(setup.Initial());
        });

        unchanged.ShouldBe([true, true, true]);
    }

    [Fact]
    public void Evaluate_OtherProcesses_SameScores()
    {
        string expected = Scores(null);
        ThreadRanks.Run(2, Scores).ShouldAllBe(scores => scores == expected);
        ThreadRanks.Run(3, Scores).ShouldAllBe(scores => scores == expected);

        static string Scores(ICollective? processes)
        {
            using var setup = new Setup(NoisyWalk.Family, new LearnerOptions { Trajectories = 3 }, processes: processes);
            MdpTask[] tasks = [.. setup.Plans(4).Select(plan => plan.MdpTask)];
            TaskScores[] scores = new AdaptationEvaluator(setup.Learner)
                .Evaluate(
                    setup.Initial(), tasks,
                    new EvaluationOptions { Steps = 2, Repeats = 2, AdaptationTrajectories = 3, SampledTrajectories = 2 },
                    RandomKey.FromSeed(3));
            return string.Join(
                '\n',
                scores.Select(
                    score =>
                        $"{score.MdpTask.Index}: "
                            + $"{string.Join(' ', score.Sampled.Concat(score.MeanActions).Select(value => value.ToString("R")))}, "
                            + $"{score.Interactions}"));
        }
    }

    private static GradientOuterStep Step() => new(new Sgd(0.1), new CosineSchedule(0.1, 0.1, 1), double.PositiveInfinity);
}
