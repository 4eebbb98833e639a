using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MuJoCo.Bodies;

/// <summary>Where the bodies of a model are, computed from its generalized coordinates as the engine does it.</summary>
/// <remarks>Our own arithmetic: the engine's arrays are those of the beginning of its last step, and not every version's table has them.
/// Mocap bodies stay where the model has them.</remarks>
/// <seealso href="https://mujoco.readthedocs.io/en/stable/computation/index.html">MuJoCo, forward kinematics.</seealso>
internal sealed class BodyPoses
{
    /// <summary>Numbers of a pose: position, then quaternion.</summary>
    public const int Size = 7;

    private const int Vector = 3;
    private const int Quaternion = 4;
    private const int FreeJoint = 0;
    private const int BallJoint = 1;
    private const int SlideJoint = 2;

    private readonly int[] _parents;
    private readonly int[] _jointCounts;
    private readonly int[] _firstJoints;
    private readonly double[] _bodyPositions;
    private readonly double[] _bodyQuaternions;
    private readonly int[] _types;
    private readonly int[] _addresses;
    private readonly double[] _anchors;
    private readonly double[] _axes;
    private readonly double[] _references;
    private readonly double[] _poses;

    /// <summary>Reads a model.</summary>
    /// <param name="model">The model; it may be disposed afterwards.</param>
    public BodyPoses(Model model)
    {
        _parents = [.. model.Integers("body_parentid")];
        _jointCounts = [.. model.Integers("body_jntnum")];
        _firstJoints = [.. model.Integers("body_jntadr")];
        _bodyPositions = [.. model.Numbers("body_pos")];
        _bodyQuaternions = [.. model.Numbers("body_quat")];
        _types = [.. model.Integers("jnt_type")];
        _addresses = [.. model.Integers("jnt_qposadr")];
        _anchors = [.. model.Numbers("jnt_pos")];
        _axes = [.. model.Numbers("jnt_axis")];
        _references = [.. model.Numbers("qpos0")];
        _poses = new double[Size * _parents.Length];
    }

    /// <summary>Poses of all bodies, the world first.</summary>
    /// <param name="positions">Generalized coordinates. Shape [nq].</param>
    /// <returns>Valid until the next call. Shape [nbody, <see cref="Size"/>].</returns>
    public ReadOnlySpan<double> At(ReadOnlySpan<double> positions)
    {
        _poses.AsSpan(0, Size).Clear();
        _poses[Vector] = 1;
        for (int body = 1; body < _parents.Length; body++)
        {
            Span<double> place = _poses.AsSpan(Size * body, Vector);
            Span<double> turn = _poses.AsSpan((Size * body) + Vector, Quaternion);
            int first = _firstJoints[body];
            if (_jointCounts[body] == 1 && _types[first] == FreeJoint)
            {
                positions.Slice(_addresses[first], Size).CopyTo(_poses.AsSpan(Size * body, Size));
            }
            else
            {
                ReadOnlySpan<double> parent = _poses.AsSpan(Size * _parents[body], Size);
                (double x, double y, double z) = Quaternions.Rotate(parent[Vector..], _bodyPositions.AsSpan(Vector * body, Vector));
                (place[0], place[1], place[2]) = (parent[0] + x, parent[1] + y, parent[2] + z);
                Quaternions.Multiply(parent[Vector..], _bodyQuaternions.AsSpan(Quaternion * body, Quaternion), turn);
                for (int joint = first; joint < first + _jointCounts[body]; joint++)
                {
                    Move(joint, positions[_addresses[joint]..], place, turn);
                }
            }

            Quaternions.Normalize(turn);
        }

        return _poses;
    }

    private void Move(int joint, ReadOnlySpan<double> coordinates, Span<double> place, Span<double> turn)
    {
        ReadOnlySpan<double> axis = _axes.AsSpan(Vector * joint, Vector);
        ReadOnlySpan<double> anchor = _anchors.AsSpan(Vector * joint, Vector);
        double moved = coordinates[0] - _references[_addresses[joint]];
        if (_types[joint] == SlideJoint)
        {
            (double x, double y, double z) = Quaternions.Rotate(turn, axis);
            (place[0], place[1], place[2]) = (place[0] + (moved * x), place[1] + (moved * y), place[2] + (moved * z));
            return;
        }

        Span<double> rotation = stackalloc double[Quaternion];
        if (_types[joint] == BallJoint)
        {
            coordinates[..Quaternion].CopyTo(rotation);
            Quaternions.Normalize(rotation);
        }
        else
        {
            Quaternions.About(axis, moved, rotation);
        }

        // The anchor stays where it is.
        (double x, double y, double z) before = Quaternions.Rotate(turn, anchor);
        Quaternions.Multiply(turn, rotation, turn);
        (double x, double y, double z) after = Quaternions.Rotate(turn, anchor);
        place[0] += before.x - after.x;
        place[1] += before.y - after.y;
        place[2] += before.z - after.z;
    }
}
