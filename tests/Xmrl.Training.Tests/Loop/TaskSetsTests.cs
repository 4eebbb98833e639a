using Xmrl.MuJoCo.Locomotion;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Tests.Loop;

public sealed class TaskSetsTests
{
    private static readonly TaskSettings s_settings = new() { Training = 20, Validation = 5, Test = 30 };

    [Theory]
    [InlineData(Goal.Velocity, 0)]
    [InlineData(Goal.Direction, 30)]
    public void SeenTestTasks_Goal_CountsThoseWithTheParametersOfATrainingTask(Goal goal, int expected)
        => Draw(new LocomotionFamily(Robot.HalfCheetah, goal)).SeenTestTasks().ShouldBe(expected);

    [Fact]
    public void SeenTestTasks_SomeAreEqual_CountsThemWhateverTheirNumbers()
    {
        TaskSets sets = Draw(LearnerFactory.Family("Drone-v1"));

        (sets with { Test = [.. sets.Test, sets.Training[3] with { Index = 30 }] }).SeenTestTasks().ShouldBe(1);
    }

    private static TaskSets Draw(IEnvironmentFamily family) => TaskSets.Draw(s_settings, family, RandomKey.FromSeed(1));
}
