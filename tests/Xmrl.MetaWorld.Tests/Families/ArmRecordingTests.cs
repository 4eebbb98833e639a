using Xmrl.MetaWorld.Families;
using Xmrl.MetaWorld.Tasks;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Bodies;

namespace Xmrl.MetaWorld.Tests.Families;

/// <summary>The bodies of an arm's episode, and that nothing changes by recording them.</summary>
public sealed class ArmRecordingTests
{
    private const int Steps = 40;

    /// <summary>The engine's own positions are those of its last forward computation, which a step ends with.</summary>
    [ModelsFact]
    public void Recorded_EveryTask_HasTheEnginesPosesAndTheSameBits()
    {
        foreach (ArmTask task in ArmTasks.All)
        {
            MetaWorldFamily family = MetaWorldFamily.Single(task, Steps);
            var recording = new BodyRecording();
            MdpTask first = family.SampleTask(RandomKey.FromSeed(3), 0);
            Real[] plain = Play(family.Create(first, 1), out _);
            Real[] recorded = Play(((IBodyScene)family).Recorded(recording).Create(first, 1), out double[] hand);
            recorded.ShouldBe(plain, task.Name);
            recording.Frames.Count.ShouldBe(Steps + 1);
            BodyModel model = recording.Model.ShouldNotBeNull();
            int at = model.Bodies.Index().Single(body => body.Item.Name == "hand").Index * BodyRecording.PoseSize;
            double[] found = recording.Frames[^1][at..(at + BodyRecording.PoseSize)];
            found.Zip(hand).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-9, task.Name);
            model.Bodies.Select(body => body.Group).ShouldContain("arm");
            model.Bodies.Select(body => body.Group).Distinct().Count().ShouldBeGreaterThan(2);
            model.Shapes.Count.ShouldBeInRange(15, 50, task.Name);
        }
    }

    private static Real[] Play(IEnvironment environment, out double[] hand)
    {
        using var arm = (ArmEnvironment)environment;
        int size = arm.Spec.ObservationSize;
        var observations = new Real[size * (Steps + 1)];
        arm.Reset([0], RandomKey.FromSeed(5), observations.AsSpan(0, size));
        RandomKey key = RandomKey.FromSeed(6);
        for (int t = 0; t < Steps; t++)
        {
            Real[] action = [.. Enumerable.Range(0, 4).Select(a => (Real)((2 * key.Uniform((ulong)((4 * t) + a))) - 1))];
            arm.Step([0], action, new StepResult
            {
                Observations = observations.AsSpan((t + 1) * size, size),
                Rewards = new Real[1],
                Terminated = new bool[1],
                Truncated = new bool[1],
                Succeeded = new bool[1],
            });
        }

        int body = arm.Model.Find(ObjectKind.Body, "hand");
        Kinematics kinematics = arm.CopyAt(0).Kinematics;
        hand = [.. kinematics.Body(body), .. kinematics.BodyQuaternion(body)];
        return observations;
    }
}
