using Xmrl.Contracts;
using Xmrl.MetaWorld.Families;
using Xmrl.MetaWorld.Tasks;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.MetaWorld.Tests.Golden;

/// <summary>The environments against trajectories of Meta-World 3.1.1 itself.</summary>
public sealed class GoldenTrajectoryTests
{
    // On the machine that made the files all differences are 0. Elsewhere another libm moves the last places, and where a puck rattles or a
    // convex collider decides they grow.
    private const int FirstSteps = 25;
    private const double FirstTolerance = 1e-11;
    private const double CalmTolerance = 1e-8;
    private const double RestlessTolerance = 5e-2;

    // Of numbers below 2 that are stored as float.
    private const double FloatTolerance = 1e-6;

    private static readonly string[] s_restless = ["push", "button-press-topdown", "door-close", "lever-pull"];

    public static TheoryData<string> Names => [.. ArmTasks.All.Select(task => task.Name)];

    [GoldenTheory]
    [MemberData(nameof(Names))]
    public void Step_StoredActions_GivesStoredObservationsRewardsAndSuccess(string name)
    {
        ArmTask task = ArmTasks.All.Single(known => known.Name == name);
        (int Seed, string Controller)[] files =
            [.. Enumerable.Range(1, 3).SelectMany(seed => new[] { "script", "random" }, (seed, controller) => (seed, controller))];
        Parallel.ForEach(files, file => Replay(task, GoldenTrajectory.Read(task, file.Seed, file.Controller), $"{name} {file}"));
    }

    [GoldenTheory]
    [MemberData(nameof(Names))]
    public void Score_StoredQuantities_GivesStoredRewardAndSuccess(string name)
    {
        const double Tolerance = 1e-12;
        ArmTask task = ArmTasks.All.Single(known => known.Name == name);
        for (int seed = 1; seed <= 3; seed++)
        {
            var trajectory = GoldenTrajectory.Read(task, seed, "script");
            using ArmEnvironment environment = Build(task, trajectory);
            for (int row = 1; row <= GoldenTrajectory.Steps; row++)
            {
                ReadOnlySpan<double> observation = trajectory.Observation(row);
                var pose = new Pose
                {
                    Hand = new(observation[0], observation[1], observation[2]),
                    Opening = observation[3],
                    Object = new(observation[4], observation[5], observation[6]),
                    Tool = new(trajectory[row, "tcp_x"], trajectory[row, "tcp_y"], trajectory[row, "tcp_z"]),
                    LeftPad = trajectory[row, "leftpad_y"],
                    RightPad = trajectory[row, "rightpad_y"],
                    Joint = trajectory[row, "theta"],
                    Effort = Math.Clamp((float)trajectory.Action(row)[3], -1, 1),
                    Head = new(trajectory[row, "peghead_x"], trajectory[row, "peghead_y"], trajectory[row, "peghead_z"]),
                };
                Outcome outcome = task.Score(pose, environment.Start);
                (Math.Abs(outcome.Reward - trajectory[row, "reward"]) <= Tolerance && outcome.Succeeded == trajectory.Succeeded(row))
                    .ShouldBeTrue($"{name}, seed {seed}, step {row}: {outcome}, stored {trajectory[row, "reward"]}");
            }
        }
    }

    private static void Replay(ArmTask task, GoldenTrajectory trajectory, string place)
    {
        using ArmEnvironment environment = Build(task, trajectory);
        bool isCalm = !s_restless.Contains(task.Name);
        var buffers = new StepBuffers(environment.Spec, 1);
        environment.Reset([0], RandomKey.FromSeed(1), buffers.Observations);
        environment.Start.Target.ShouldSatisfyAllConditions(
            target => (target - trajectory.Target).Length.ShouldBeLessThan(FirstTolerance, place),
            _ => (environment.Start.Tool - trajectory.Tool).Length.ShouldBeLessThan(FirstTolerance, place));
        bool succeeded = false;
        double[] frame = new double[ArmStep.FrameSize];
        for (int row = 0; row <= GoldenTrajectory.Steps; row++)
        {
            environment.Now(0).CopyTo(frame);
            if (row > 0)
            {
                for (int i = 0; i < buffers.Actions.Length; i++)
                {
                    buffers.Actions[i] = (Real)trajectory.Action(row)[i];
                }

                environment.Step([0], buffers.Actions, buffers.Result);
                succeeded |= trajectory.Succeeded(row);
                environment.Now(0).CopyTo(frame);
                ArmStep.Clip(frame);
            }

            double tolerance = row <= FirstSteps ? FirstTolerance : isCalm ? CalmTolerance : RestlessTolerance;
            ReadOnlySpan<double> stored = trajectory.Observation(row);
            for (int i = 0; i < buffers.Observations.Length; i++)
            {
                // The frame in double, and everything as it is observed.
                double exact = i < frame.Length ? Math.Abs(frame[i] - stored[i]) : 0;
                if (exact > tolerance || Math.Abs(buffers.Observations[i] - stored[i]) > tolerance + FloatTolerance)
                {
                    Assert.Fail($"{place}, step {row}, component {i}: {buffers.Observations[i]}, stored {stored[i]}.");
                }
            }

            if (row > 0 && isCalm)
            {
                bool isEqual = Math.Abs(buffers.Rewards[0] - trajectory[row, "reward"]) < 10 * FloatTolerance;
                (isEqual && buffers.Succeeded[0] == succeeded).ShouldBeTrue($"{place}, step {row}");
            }
        }

        buffers.Succeeded[0].ShouldBe(succeeded, place);
        buffers.Truncated.ShouldBe([true]);
        buffers.Terminated.ShouldBe([false]);
    }

    private static ArmEnvironment Build(ArmTask task, GoldenTrajectory trajectory)
    {
        MetaWorldFamily family = MetaWorldFamily.Single(task);
        return (ArmEnvironment)family.Create(
            new MdpTask { EnvironmentId = family.Spec.Id, Parameters = [.. trajectory.Goal] }, 1);
    }
}
