using System.Collections.Concurrent;
using Xmrl.MuJoCo;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MetaWorld.Arm;

/// <summary>One compiled model file with its weld as MuJoCo 2.2.2 needs it: shared by all threads, and never changed again.</summary>
/// <remarks>
/// Meta-World's numbers of the weld between mocap body and hand are meant for engines from 3.0.1 on, which scale the rotational error and
/// take the rotational inverse weight. A quaternion of length Q = 5·√(w₀/w₁), with the inverse weights w of the hand and a torque scale of
/// 1, gives 2.2.2 the same forces.
/// </remarks>
internal sealed class ArmModel
{
    private const double TorqueScale = 5;

    // Most that was seen in 45,000 steps: 1,977 numbers of stack, 171 rows, 52 contacts. The engine's own sizes take 14 MB per copy.
    private const int StackNumbers = 40_000;
    private const int ConstraintRows = 400;
    private const int Contacts = 100;

    private static readonly ConcurrentDictionary<string, Lazy<ArmModel>> s_compiled = new(StringComparer.Ordinal);

    private ArmModel(Model model)
    {
        Model = model;
        Hand = model.Find(ObjectKind.Body, "hand");
        RightClaw = model.Find(ObjectKind.Body, "rightclaw");
        LeftClaw = model.Find(ObjectKind.Body, "leftclaw");
        RightPad = model.Find(ObjectKind.Body, "rightpad");
        LeftPad = model.Find(ObjectKind.Body, "leftpad");
        RightEnd = model.Find(ObjectKind.Site, "rightEndEffector");
        LeftEnd = model.Find(ObjectKind.Site, "leftEndEffector");
        ReadOnlySpan<double> weights = model.Numbers("body_invweight0").Slice(2 * Hand, 2);
        WeldLength = TorqueScale * Math.Sqrt(weights[0] / weights[1]);
        model.Write("eq_data", 0, [0, 0, 0, 0, 0, 0, -WeldLength, 0, 0, 0, 1]);
        model.WriteSize("nstack", StackNumbers);
        model.WriteSize("njmax", ConstraintRows);
        model.WriteSize("nconmax", Contacts);
    }

    /// <summary>The model.</summary>
    public Model Model { get; }

    /// <summary>Body of the hand.</summary>
    public int Hand { get; }

    /// <summary>Body of the right claw.</summary>
    public int RightClaw { get; }

    /// <summary>Body of the left claw.</summary>
    public int LeftClaw { get; }

    /// <summary>Body of the right pad.</summary>
    public int RightPad { get; }

    /// <summary>Body of the left pad.</summary>
    public int LeftPad { get; }

    /// <summary>Site at the end of the right finger.</summary>
    public int RightEnd { get; }

    /// <summary>Site at the end of the left finger.</summary>
    public int LeftEnd { get; }

    /// <summary>Q, the length of the weld's quaternion.</summary>
    public double WeldLength { get; }

    /// <summary>The model of a file, compiled when first asked for.</summary>
    /// <param name="folder">Folder that holds <c>sawyer_xyz</c>.</param>
    /// <param name="name">Name of the file without ending.</param>
    /// <exception cref="MuJoCoException">MuJoCo does not accept it; the message names file and reason.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ArmModel Of(string folder, string name)
    {
        string path = Path.Combine(folder, "sawyer_xyz", name + ".xml");
        return s_compiled.GetOrAdd(path, key => new Lazy<ArmModel>(() => new ArmModel(Model.FromFile(key, folder)))).Value;
    }
}
