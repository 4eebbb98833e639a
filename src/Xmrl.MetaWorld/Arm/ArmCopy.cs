using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MetaWorld.Arm;

/// <summary>One simulated copy of an arm at its table: where hand, fingers and the task's object are, and the mocap body that leads the
/// hand.</summary>
internal sealed class ArmCopy : IDisposable
{
    /// <summary>Positions that belong to the robot; the object's begin here.</summary>
    public const int RobotPositions = 9;

    private const int Mocap = 0;
    private const int FreeVelocities = 6;
    private const double OpenDistance = 0.1;

    private readonly ArmModel _arm;
    private readonly int[] _named;

    /// <summary>Makes the copy.</summary>
    /// <param name="arm">Numbers of the robot's bodies.</param>
    /// <param name="model">The task's own model.</param>
    /// <param name="named">Numbers of what the task names.</param>
    public ArmCopy(ArmModel arm, Model model, int[] named)
    {
        _arm = arm;
        _named = named;
        Simulation = new Simulation(model);
        Kinematics = Simulation.Kinematics;
    }

    /// <summary>The simulation.</summary>
    public Simulation Simulation { get; }

    /// <summary>Where everything is.</summary>
    public Kinematics Kinematics { get; }

    /// <summary>Place of the hand.</summary>
    public Point Hand => Point.Of(Kinematics.Body(_arm.Hand));

    /// <summary>Place between the finger tips.</summary>
    public Point Tool => Point.Middle(Point.Of(Kinematics.Site(_arm.RightEnd)), Point.Of(Kinematics.Site(_arm.LeftEnd)));

    /// <summary>How far the claws are apart, 1 for 0.1 m or more.</summary>
    public double Opening
    {
        get
        {
            Point between = Point.Of(Kinematics.Body(_arm.RightClaw)) - Point.Of(Kinematics.Body(_arm.LeftClaw));
            return Math.Clamp(between.Length / OpenDistance, 0, 1);
        }
    }

    /// <summary>y of the left pad.</summary>
    public double LeftPad => Kinematics.Body(_arm.LeftPad)[1];

    /// <summary>y of the right pad.</summary>
    public double RightPad => Kinematics.Body(_arm.RightPad)[1];

    /// <summary>The object's joint, or the first number of its place.</summary>
    public double Joint => Simulation.Positions[RobotPositions];

    /// <summary>Number of a body, geom or site that the task names.</summary>
    /// <param name="index">Position in the task's list.</param>
    public int Named(int index) => _named[index];

    /// <summary>Place of a named body.</summary>
    public Point Body(int index) => Point.Of(Kinematics.Body(_named[index]));

    /// <summary>Place of a named geom.</summary>
    public Point Geom(int index) => Point.Of(Kinematics.Geom(_named[index]));

    /// <summary>Place of a named site.</summary>
    public Point Site(int index) => Point.Of(Kinematics.Site(_named[index]));

    /// <summary>Puts the mocap body somewhere, upright.</summary>
    public void Lead(Point place)
    {
        Span<double> position = Kinematics.MocapPosition(Mocap);
        (position[0], position[1], position[2]) = (place.X, place.Y, place.Z);
        Span<double> quaternion = Kinematics.MocapQuaternion(Mocap);
        (quaternion[0], quaternion[1], quaternion[2], quaternion[3]) = (1, 0, 1, 0);
    }

    /// <summary>Place of the mocap body.</summary>
    public Point Lead() => Point.Of(Kinematics.MocapPosition(Mocap));

    /// <summary>Closes or opens the fingers.</summary>
    /// <param name="effort">−1 opens, 1 closes.</param>
    public void Grip(double effort)
    {
        Span<double> controls = Simulation.Controls;
        (controls[0], controls[1]) = (effort, -effort);
    }

    /// <summary>Puts an object that moves freely somewhere, at rest and turned as it is.</summary>
    public void PlaceFree(Point place)
    {
        Span<double> positions = Simulation.Positions[RobotPositions..];
        (positions[0], positions[1], positions[2]) = (place.X, place.Y, place.Z);
        Simulation.Velocities.Slice(RobotPositions, FreeVelocities).Clear();
        Simulation.Forward();
    }

    /// <summary>Puts an object on a joint somewhere, at rest.</summary>
    public void PlaceJoint(double position)
    {
        Simulation.Positions[RobotPositions] = position;
        Simulation.Velocities[RobotPositions] = 0;
        Simulation.Forward();
    }

    public void Dispose() => Simulation.Dispose();
}
