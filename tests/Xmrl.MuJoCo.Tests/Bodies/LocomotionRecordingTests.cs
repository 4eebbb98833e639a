using Xmrl.MuJoCo.Locomotion;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Bodies;

namespace Xmrl.MuJoCo.Tests.Bodies;

/// <summary>The bodies of a robot's episode, and that nothing changes by recording them.</summary>
public sealed class LocomotionRecordingTests
{
    private const int Steps = 30;
    private const int Copies = 2;

    [MuJoCoTheory]
    [InlineData(Robot.HalfCheetah, Goal.Velocity)]
    [InlineData(Robot.Ant, Goal.Place)]
    [InlineData(Robot.Swimmer, Goal.Direction)]
    public void Recorded_Episode_HasEveryMomentAndTheSameBits(Robot robot, Goal goal)
    {
        var family = new LocomotionFamily(robot, goal, new LocomotionOptions { Horizon = Steps });
        var recording = new BodyRecording();
        IEnvironmentFamily recorded = ((IBodyScene)family).Recorded(recording);
        recorded.Spec.Id.ShouldBe(family.Spec.Id);
        recorded.Spec.Horizon.ShouldBe(Steps);

        Real[] bits = Play(recorded);

        bits.ShouldBe(Play(family));
        BodyModel model = recording.Model.ShouldNotBeNull();
        recording.Frames.Count.ShouldBe(Steps + 1);
        recording.Frames.ShouldAllBe(frame => frame.Length == model.Bodies.Count * BodyRecording.PoseSize && frame.All(double.IsFinite));
        double[][] first = [.. recording.Frames];
        Play(recorded);
        recording.Frames.Count.ShouldBe(Steps + 1, "the last episode alone");
        recording.Frames.Zip(first).ShouldAllBe(pair => pair.First.SequenceEqual(pair.Second));
        int torso = model.Followed.ShouldNotBeNull() * BodyRecording.PoseSize;
        first[^1][torso].ShouldNotBe(first[0][torso], "it moves along x");
    }

    [Theory]
    [InlineData(Goal.Velocity, 1.5, BodyAimKind.Velocity, new[] { 1.5, 0, 0 })]
    [InlineData(Goal.Direction, -1, BodyAimKind.Direction, new double[] { -1, 0, 0 })]
    [InlineData(Goal.Angle, 0, BodyAimKind.Direction, new double[] { 1, 0, 0 })]
    internal void Aims_Goal_IsInSpace(Goal goal, double parameter, BodyAimKind kind, double[] vector)
    {
        IBodyScene family = new LocomotionFamily(Robot.Ant, goal);

        BodyAim aim = family.Aims(new MdpTask { EnvironmentId = $"Ant{goal}-v1", Parameters = [parameter] }).ShouldHaveSingleItem();

        aim.Kind.ShouldBe(kind);
        aim.Vector.ShouldBe(vector);
        family.SecondsPerStep.ShouldBe(0.05, 1e-12);
    }

    [MuJoCoFact]
    public void TimeStep_Models_IsTheStated()
        => RobotDescription.All.Values.ShouldAllBe(robot => robot.Model.TimeStepSeconds == RobotDescription.TimeStepSeconds);

    private static Real[] Play(IEnvironmentFamily family)
    {
        MdpTask task = family.SampleTask(RandomKey.FromSeed(1), 0);
        using var environment = (LocomotionEnvironment)family.Create(task, Copies);
        int size = family.Spec.ObservationSize;
        int actions = family.Spec.ActionSize;
        var observations = new Real[size * Copies * (Steps + 1)];
        environment.Reset([0, 1], RandomKey.FromSeed(2), observations.AsSpan(0, Copies * size));
        RandomKey key = RandomKey.FromSeed(3);
        for (int t = 0; t < Steps; t++)
        {
            Real[] action =
            [
                .. Enumerable.Range(0, Copies * actions).Select(a => (Real)((2 * key.Uniform((ulong)((100 * t) + a))) - 1)),
            ];
            environment.Step([0, 1], action, new StepResult
            {
                Observations = observations.AsSpan((t + 1) * Copies * size, Copies * size),
                Rewards = new Real[Copies],
                Terminated = new bool[Copies],
                Truncated = new bool[Copies],
                Succeeded = new bool[Copies],
            });
        }

        return observations;
    }
}
