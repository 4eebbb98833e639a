using Xmrl.Contracts;
using Xmrl.Environments.PointRobot;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Environments.Tests.PointRobot;

/// <summary>Plays point robots with a target per step instead of a policy.</summary>
/// <param name="family">The robots.</param>
internal sealed class PointRobotPlay(PointRobotFamily family)
{
    private static readonly RandomKey s_key = RandomKey.FromSeed(11);

    /// <summary>The return of one episode that goes to a point, each component at most as fast as it may.</summary>
    public double Return(MdpTask task, int index, Func<ScenePoint, ScenePoint> target)
    {
        IEnvironment environment = family.Create(task, 1);
        var buffers = new StepBuffers(family.Spec, 1);
        environment.Reset([0], s_key.Derive(index), buffers.Observations);
        var start = new ScenePoint(buffers.Observations[0], buffers.Observations[1]);
        double sum = 0;
        do
        {
            ScenePoint to = target(start);
            buffers.Actions[0] = (Real)((to.X - buffers.Observations[0]) / family.Options.StepSize);
            buffers.Actions[1] = (Real)((to.Y - buffers.Observations[1]) / family.Options.StepSize);
            environment.Step([0], buffers.Actions, buffers.Result);
            sum += buffers.Rewards[0];
        }
        while (!buffers.Truncated[0]);

        return sum;
    }

    /// <summary>Mean return over tasks, and its standard error.</summary>
    /// <param name="tasks">How many are drawn.</param>
    /// <param name="target">Where to go, by start and goal.</param>
    public (double Mean, double Error) Mean(int tasks, Func<ScenePoint, ScenePoint, ScenePoint> target)
    {
        double sum = 0;
        double squares = 0;
        for (int index = 0; index < tasks; index++)
        {
            MdpTask task = family.SampleTask(s_key, index);
            ScenePoint goal = family.Goal(task);
            double value = Return(task, index, start => target(start, goal));
            sum += value;
            squares += value * value;
        }

        double mean = sum / tasks;
        return (mean, Math.Sqrt(((squares / tasks) - (mean * mean)) / tasks));
    }
}
