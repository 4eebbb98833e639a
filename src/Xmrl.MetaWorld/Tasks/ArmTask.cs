using System.Collections.Immutable;
using Xmrl.MetaWorld.Arm;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>One of Meta-World's tasks: all in which it differs from the others. Immutable.</summary>
/// <param name="name">Its name without version, such as <c>door-open</c>.</param>
/// <param name="model">Its model file without ending.</param>
/// <param name="summary">What it is about, in one sentence.</param>
internal abstract class ArmTask(string name, string model, string summary)
{
    /// <summary>Where the hand is led to at first, by default.</summary>
    protected static readonly Point Middle = new(0, 0.6, 0.2);

    /// <summary>The same, rounded to float as some tasks have it.</summary>
    protected static readonly Point MiddleRounded = new(0, 0.6f, 0.2f);

    /// <summary>Nearer to the robot, rounded.</summary>
    protected static readonly Point NearRounded = new(0, 0.4f, 0.2f);

    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>What it is about, in one sentence.</summary>
    public string Summary => summary;

    /// <summary>The model file.</summary>
    public string Model => model;

    /// <summary>Least of each goal number: three for where the object is, or six with where it is to be.</summary>
    public abstract ImmutableArray<double> Low { get; }

    /// <summary>Largest of each goal number.</summary>
    public abstract ImmutableArray<double> High { get; }

    /// <summary>Where the hand is led to at first.</summary>
    public virtual Point HandStart => Middle;

    /// <summary>Lowest height that the hand is led to, in metres.</summary>
    public virtual double LowestHeight => 0.05;

    /// <summary>The body that the goal moves; null for none.</summary>
    public virtual string? MovedBody => null;

    /// <summary>Bodies, geoms and sites that are read, the observed object first.</summary>
    public abstract ImmutableArray<(ObjectKind Kind, string Name)> Named { get; }

    /// <summary>Whether a goal is drawn again.</summary>
    /// <param name="goal">Goal numbers.</param>
    public virtual bool IsRejected(ReadOnlySpan<double> goal) => false;

    /// <summary>Where the goal puts the moved body.</summary>
    /// <param name="goal">Goal numbers.</param>
    public virtual Point MovedTo(ReadOnlySpan<double> goal) => Point.Of(goal);

    /// <summary>T: where the object, or the hand, is to be.</summary>
    /// <param name="goal">Goal numbers.</param>
    public abstract Point Target(ReadOnlySpan<double> goal);

    /// <summary>The observed object.</summary>
    /// <param name="copy">The simulation.</param>
    public abstract Point Object(ArmCopy copy);

    /// <summary>Its observed orientation, four numbers; zeros by default.</summary>
    /// <param name="copy">The simulation.</param>
    /// <param name="quaternion">Receives them.</param>
    public virtual void Orient(ArmCopy copy, Span<double> quaternion) => quaternion.Clear();

    /// <summary>Ends a reset: puts the object in place. What it remembers is read as the last time step left it.</summary>
    /// <param name="copy">The simulation, its hand where it is led to.</param>
    /// <param name="goal">Goal numbers.</param>
    public abstract TaskStart Place(ArmCopy copy, ReadOnlySpan<double> goal);

    /// <summary>The head of the peg; zero by default.</summary>
    /// <param name="copy">The simulation.</param>
    public virtual Point Head(ArmCopy copy) => default;

    /// <summary>Reward and success.</summary>
    /// <param name="pose">Where all is.</param>
    /// <param name="start">Where all was.</param>
    public abstract Outcome Score(in Pose pose, TaskStart start);

    /// <summary>Whether object and goal are nearer than this across the table.</summary>
    protected static bool IsNearer(ReadOnlySpan<double> goal, double distance)
        => (Point.Of(goal) - Point.Of(goal[3..])).Across < distance;

    /// <summary>What every task remembers.</summary>
    protected TaskStart Start(Point target, Point place, ArmCopy copy)
        => new() { Target = target, Object = place, Tool = copy.Tool, Hand = HandStart };

    /// <summary>Whether the object is held above where it lay.</summary>
    /// <param name="pose">Where all is.</param>
    /// <param name="start">Where all was.</param>
    /// <param name="reach">Distance of the tool that counts as held, in metres.</param>
    protected static bool IsLifted(in Pose pose, TaskStart start, double reach)
        => pose.Reach < reach && pose.Opening > 0 && pose.Object.Z - 0.01 > start.Object.Z;
}
