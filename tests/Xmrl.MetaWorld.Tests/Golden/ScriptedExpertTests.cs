using Xmrl.Contracts;
using Xmrl.MetaWorld.Arm;
using Xmrl.MetaWorld.Families;
using Xmrl.MetaWorld.Goals;
using Xmrl.MetaWorld.Tasks;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.MetaWorld.Tests.Golden;

/// <summary>The scripted policies, which solve the tasks: their stored actions, and their success in closed loop.</summary>
public sealed class ScriptedExpertTests
{
    private const int Goals = 10;

    [GoldenFact]
    public void Act_StoredObservations_GivesStoredActions()
    {
        const double Tolerance = 1e-5;
        foreach (ArmTask task in ArmTasks.All)
        {
            var trajectory = GoldenTrajectory.Read(task, 1, "script");
            for (int row = 1; row <= GoldenTrajectory.Steps; row++)
            {
                float[] action = Act(task, trajectory.Observation(row - 1), trajectory.Target);
                for (int i = 0; i < action.Length; i++)
                {
                    if (Math.Abs(action[i] - trajectory.Action(row)[i]) > Tolerance)
                    {
                        Assert.Fail($"{task.Name}, step {row}, component {i}: {action[i]}, stored {trajectory.Action(row)[i]}.");
                    }
                }
            }
        }
    }

    /// <summary>At least 8 of 10 goals of each family, and 140 of all 150.</summary>
    [ModelsFact]
    public void Step_ScriptedPolicies_SolveTheTasks()
    {
        var goals = BenchmarkGoals.Draw(ArmTasks.Training, 1).Concat(BenchmarkGoals.Draw(ArmTasks.Test, 1)).ToArray();
        int[] solved = new int[ArmTasks.All.Length];
        Parallel.For(0, ArmTasks.All.Length * Goals, i =>
        {
            (int family, int goal) = (i / Goals, i % Goals);
            if (Solves(ArmTasks.All[family], goals[family][goal]))
            {
                Interlocked.Increment(ref solved[family]);
            }
        });
        string all = string.Join(", ", ArmTasks.All.Select((task, i) => $"{task.Name} {solved[i]}"));
        solved.Min().ShouldBeGreaterThanOrEqualTo(8, all);
        solved.Sum().ShouldBeGreaterThanOrEqualTo(140, all);
    }

    private static bool Solves(ArmTask task, IEnumerable<double> goal)
    {
        MetaWorldFamily family = MetaWorldFamily.Single(task);
        using var environment = (ArmEnvironment)family.Create(
            new MdpTask { EnvironmentId = family.Spec.Id, Parameters = [.. goal] }, 1);
        var buffers = new StepBuffers(family.Spec, 1);
        environment.Reset([0], RandomKey.FromSeed(1), buffers.Observations);
        double[] frame = new double[ArmStep.FrameSize];
        for (int t = 0; t < family.Spec.Horizon && !buffers.Succeeded[0]; t++)
        {
            environment.Now(0).CopyTo(frame);
            ArmStep.Clip(frame);
            float[] action = Act(task, frame, environment.Start.Target);
            for (int i = 0; i < action.Length; i++)
            {
                buffers.Actions[i] = (Real)action[i];
            }

            environment.Step([0], buffers.Actions, buffers.Result);
        }

        return buffers.Succeeded[0];
    }

    private static float[] Act(ArmTask task, ReadOnlySpan<double> frame, Point target)
        => ScriptedExpert.Act(task.Name, Point.Of(frame), frame[3], Point.Of(frame[4..]), target);
}
