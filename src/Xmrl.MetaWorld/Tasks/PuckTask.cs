using System.Collections.Immutable;
using Xmrl.MetaWorld.Arm;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MetaWorld.Tasks;

/// <summary>A task with a puck on the table, whose place and the target are drawn apart from each other.</summary>
/// <param name="name">Meta-World's name, without its version.</param>
/// <param name="model">Name of the model file, without its ending.</param>
/// <param name="summary">What is to be done, in one sentence.</param>
internal abstract class PuckTask(string name, string model, string summary) : ArmTask(name, model, summary)
{
    /// <summary>Least distance on the table between puck and target, in metres.</summary>
    private const double LeastDistance = 0.15;

    /// <inheritdoc/>
    public sealed override ImmutableArray<(ObjectKind Kind, string Name)> Named { get; } =
        [(ObjectKind.Body, "obj"), (ObjectKind.Geom, "objGeom")];

    /// <inheritdoc/>
    public sealed override bool IsRejected(ReadOnlySpan<double> goal) => IsNearer(goal, LeastDistance);

    /// <inheritdoc/>
    public sealed override Point Target(ReadOnlySpan<double> goal) => Point.Of(goal[3..]);

    /// <inheritdoc/>
    public sealed override Point Object(ArmCopy copy) => copy.Body(0);

    /// <inheritdoc/>
    public sealed override void Orient(ArmCopy copy, Span<double> quaternion)
        => Orientation.Read(copy.Kinematics.GeomMatrix(copy.Named(1)), quaternion);

    /// <inheritdoc/>
    public override TaskStart Place(ArmCopy copy, ReadOnlySpan<double> goal)
    {
        TaskStart start = Start(Target(goal), Point.Of(goal), copy);
        copy.PlaceFree(start.Object);
        return start;
    }
}
