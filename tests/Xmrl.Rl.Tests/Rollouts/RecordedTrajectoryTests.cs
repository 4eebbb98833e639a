using Xmrl.Environments.Navigation2D;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Rl.Tests.Rollouts;

public sealed class RecordedTrajectoryTests
{
    private static readonly Navigation2DFamily Family = new(new Navigation2DOptions { Horizon = 4 });
    private static readonly MdpTask Task = Family.SampleTask(Numerics.Randomness.RandomKey.FromSeed(1), 0);

    private static readonly RecordedTrajectory Two = new()
    {
        Observations = [[1, 2], [3, 4]],
        Actions = [[5, 6], [7, 8]],
        Rewards = [-1, (Real)0.5],
        FinalObservation = [9, 10],
        Terminated = true,
    };

    [Fact]
    public void Of_Steps_AreThoseOfTheRollout()
    {
        Rollout rollout = Rollout.Of(Task, Family.Spec, Two);

        (rollout.Trajectories, rollout.Samples, rollout.StateSize).ShouldBe((1, 2, 0));
        rollout.MdpTask.ShouldBe(Task);
        (rollout.Observations[0, 1], rollout.Observations[1, 0], rollout.Actions[1, 1]).ShouldBe((3, 2, 8));
        (rollout.FinalObservations[0, 0], rollout.FinalObservations[1, 0]).ShouldBe((9, 10));
        rollout.Rewards.ToArray().ShouldBe([-1, (Real)0.5]);
        rollout.Times.ToArray().ShouldBe([0, 1]);
        rollout.Starts.ToArray().ShouldBe([0, 2]);
        rollout.MeanReturn.ShouldBe(-0.5);
        (rollout.Terminated[0], rollout.Succeeded[0]).ShouldBe((true, false));
    }

    [Fact]
    public void Of_WrongShapes_AreRefused()
    {
        Should.Throw<ArgumentException>(() => Rollout.Of(Task, Family.Spec, Two with { Rewards = [] }));
        Should.Throw<ArgumentException>(() => Rollout.Of(Task, Family.Spec, Two with { Actions = [[5, 6]] }));
        Should.Throw<ArgumentException>(() => Rollout.Of(Task, Family.Spec, Two with { Observations = [[1], [3, 4]] }));
        Should.Throw<ArgumentException>(() => Rollout.Of(Task, Family.Spec, Two with { FinalObservation = [9] }));
        Should.Throw<ArgumentException>(
            () => Rollout.Of(Task, Family.Spec, Two with { Rewards = [1, 1, 1, 1, 1], Observations = [[], [], [], [], []] }));
    }
}
