using Xmrl.Meta.Learners;

namespace Xmrl.Meta.Tests.Learners;

public sealed class Rl2Tests : LearnerContract<Rl2>
{
    [Fact]
    public void Validate_TrajectoriesThatDoNotFillTrials_AreRefused()
        => (new Rl2 { Trajectories = 5 }).Validate().ShouldHaveSingleItem().Expected.ShouldBe("a multiple of trials.trajectories, 2");

    [Fact]
    public void AdaptationSteps_AreTheTrajectoriesBeforeTheLast()
    {
        new Rl2().AdaptationSteps.ShouldBe(1);
        new Rl2 { Trials = new() { Trajectories = 1 } }.AdaptationSteps.ShouldBe(0);
    }
}
