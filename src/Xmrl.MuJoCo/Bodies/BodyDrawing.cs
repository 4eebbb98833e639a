using Xmrl.MuJoCo.Simulations;
using Xmrl.Rl.Environments.Bodies;

namespace Xmrl.MuJoCo.Bodies;

/// <summary>What is drawn of a MuJoCo model, and where it is.</summary>
/// <remarks>Planes are the ground. A mesh is drawn as the box that the engine bounds it by, and only where its body has no other
/// solid.</remarks>
internal sealed class BodyDrawing
{
    private const int Vector = 3;
    private const int Quaternion = 4;
    private const int Plane = 0;
    private const int Mesh = 7;

    private static readonly Dictionary<int, (BodyShapeKind Kind, int Sizes)> s_kinds = new()
    {
        [2] = (BodyShapeKind.Sphere, 1),
        [3] = (BodyShapeKind.Capsule, 2),
        [4] = (BodyShapeKind.Ellipsoid, 3),
        [5] = (BodyShapeKind.Cylinder, 2),
        [6] = (BodyShapeKind.Box, 3),
        [Mesh] = (BodyShapeKind.Box, 3),
    };

    private readonly BodyPoses _poses;
    private readonly int[] _drawn;

    /// <summary>Reads a model.</summary>
    /// <param name="model">The model; it may be disposed afterwards.</param>
    /// <param name="view">What is shown of it, and how.</param>
    public BodyDrawing(Model model, BodyView view)
    {
        _poses = new BodyPoses(model);
        var tree = new BodyTree(model);
        int[] bodies = [.. model.Integers("geom_bodyid")];
        int[] types = [.. model.Integers("geom_type")];
        int[] leads = [.. model.Integers("body_mocapid")];
        string?[] groups = [.. Enumerable.Range(0, model.BodyCount).Select(body => leads[body] >= 0 ? null : view.Group(tree, body))];
        bool[] hasSolid = new bool[model.BodyCount];
        for (int geom = 0; geom < types.Length; geom++)
        {
            hasSolid[bodies[geom]] |= types[geom] is not (Plane or Mesh);
        }

        int[] geoms = [.. Enumerable.Range(0, types.Length).Where(IsShown)];
        _drawn = [.. geoms.Select(geom => bodies[geom]).Distinct().Order()];
        int ground = Array.IndexOf(types, Plane);
        int followed = view.Followed is { } name ? Array.IndexOf(_drawn, model.Find(ObjectKind.Body, name)) : -1;
        Model = new BodyModel
        {
            Bodies = [.. _drawn.Select(body => new BodyPart(tree.Name(body), groups[body]!))],
            Shapes = [.. geoms.Select(geom => Shape(model, geom, types[geom], Array.IndexOf(_drawn, bodies[geom])))],
            Followed = followed < 0 ? null : followed,
            Ground = view.Ground ?? (ground < 0 ? 0 : model.Numbers("geom_pos")[(Vector * ground) + 2]),
            Centre = view.Centre,
            Radius = view.Radius,
        };

        bool IsShown(int geom) => s_kinds.ContainsKey(types[geom])
            && groups[bodies[geom]] is not null
            && (types[geom] != Mesh || !hasSolid[bodies[geom]]);
    }

    /// <summary>What is drawn.</summary>
    public BodyModel Model { get; }

    /// <summary>Where it is.</summary>
    /// <param name="positions">Generalized coordinates. Shape [nq].</param>
    /// <returns>Poses of the drawn bodies. Shape [bodies · <see cref="BodyPoses.Size"/>].</returns>
    public double[] At(ReadOnlySpan<double> positions)
    {
        ReadOnlySpan<double> all = _poses.At(positions);
        double[] poses = new double[BodyPoses.Size * _drawn.Length];
        for (int i = 0; i < _drawn.Length; i++)
        {
            all.Slice(BodyPoses.Size * _drawn[i], BodyPoses.Size).CopyTo(poses.AsSpan(BodyPoses.Size * i));
        }

        return poses;
    }

    private static BodyShape Shape(Model model, int geom, int type, int body)
    {
        (BodyShapeKind kind, int sizes) = s_kinds[type];
        return new BodyShape(
            body, kind,
            [.. model.Numbers("geom_size").Slice(Vector * geom, sizes)],
            [.. model.Numbers("geom_pos").Slice(Vector * geom, Vector)],
            [.. model.Numbers("geom_quat").Slice(Quaternion * geom, Quaternion)]);
    }
}
