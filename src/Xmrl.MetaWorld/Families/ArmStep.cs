using Xmrl.MetaWorld.Arm;
using Xmrl.MetaWorld.Tasks;

namespace Xmrl.MetaWorld.Families;

/// <summary>Meta-World's reset and step of one copy, in its order of operations.</summary>
internal static class ArmStep
{
    /// <summary>Numbers of one frame: hand, opening, object, orientation, and zeros for a second object.</summary>
    public const int FrameSize = 18;

    /// <summary>Numbers of a frame that are not always zero.</summary>
    public const int Observed = 11;

    /// <summary>Seconds that a step simulates.</summary>
    public const double Seconds = StepsPerAction * 0.0025;

    private const int ResetActions = 50;
    private const int StepsPerAction = 5;
    private const float ActionScale = 0.01f;

    private static readonly double[] s_low = [-0.525, 0.348, -0.0525, -1];
    private static readonly double[] s_high = [0.525, 1.025, 0.7, 1];

    /// <summary>Leads the hand to its start, lets the object settle, and puts it in place. Nothing is random.</summary>
    /// <param name="copy">The simulation.</param>
    /// <param name="task">The task.</param>
    /// <param name="goal">Goal numbers.</param>
    public static TaskStart Reset(ArmCopy copy, ArmTask task, ReadOnlySpan<double> goal)
    {
        copy.Simulation.Reset();
        for (int i = 0; i < ResetActions; i++)
        {
            copy.Lead(task.HandStart);
            copy.Grip(-1);
            _ = copy.Simulation.Step(StepsPerAction);
        }

        return task.Place(copy, goal);
    }

    /// <summary>Moves the mocap body, simulates, and computes what follows from the new state: that is a part of the dynamics, as it writes
    /// the warm start.</summary>
    /// <param name="copy">The simulation.</param>
    /// <param name="task">The task.</param>
    /// <param name="action">Components in [−1, 1]; float as the reference has them. Shape [4].</param>
    /// <returns>Whether the engine could follow.</returns>
    public static bool Advance(ArmCopy copy, ArmTask task, ReadOnlySpan<float> action)
    {
        // The reference rounds the increment to float.
        var moved = new Point(action[0] * ActionScale, action[1] * ActionScale, action[2] * ActionScale);
        Point led = copy.Lead() + moved;
        copy.Lead(new(Math.Clamp(led.X, -0.5, 0.5), Math.Clamp(led.Y, 0.40, 1), Math.Clamp(led.Z, task.LowestHeight, 0.5)));
        copy.Grip(action[3]);
        if (copy.Simulation.Step(StepsPerAction) != MuJoCo.Simulations.SimulationStatus.Stable)
        {
            return false;
        }

        copy.Simulation.Forward();
        return copy.Simulation.Status == MuJoCo.Simulations.SimulationStatus.Stable;
    }

    /// <summary>The frame of this moment, not clipped.</summary>
    /// <param name="copy">The simulation.</param>
    /// <param name="task">The task.</param>
    /// <param name="frame">Receives it. Shape [<see cref="FrameSize"/>].</param>
    public static void Look(ArmCopy copy, ArmTask task, Span<double> frame)
    {
        Point hand = copy.Hand;
        Point thing = task.Object(copy);
        (frame[0], frame[1], frame[2], frame[3]) = (hand.X, hand.Y, hand.Z, copy.Opening);
        (frame[4], frame[5], frame[6]) = (thing.X, thing.Y, thing.Z);
        task.Orient(copy, frame.Slice(7, 4));
        frame[Observed..FrameSize].Clear();
    }

    /// <summary>Clips a frame to the bounds of the observation.</summary>
    /// <param name="frame">The frame.</param>
    public static void Clip(Span<double> frame)
    {
        for (int i = 0; i < s_low.Length; i++)
        {
            frame[i] = Math.Clamp(frame[i], s_low[i], s_high[i]);
        }
    }

    /// <summary>Reward and success of this moment.</summary>
    /// <param name="copy">The simulation.</param>
    /// <param name="task">The task.</param>
    /// <param name="start">What the task remembers.</param>
    /// <param name="clipped">The frame as it is observed.</param>
    /// <param name="effort">The action's last component.</param>
    public static Outcome Score(ArmCopy copy, ArmTask task, TaskStart start, ReadOnlySpan<double> clipped, double effort)
    {
        var pose = new Pose
        {
            Object = Point.Of(clipped[4..]),
            Hand = Point.Of(clipped),
            Opening = clipped[3],
            Tool = copy.Tool,
            LeftPad = copy.LeftPad,
            RightPad = copy.RightPad,
            Joint = copy.Joint,
            Effort = effort,
            Head = task.Head(copy),
        };
        return task.Score(pose, start);
    }
}
