using System.Globalization;
using Xmrl.MuJoCo.Native;

namespace Xmrl.MuJoCo.Simulations;

/// <summary>Compares a library's structs with the layout that its version should have, by compiling and stepping a small model whose
/// numbers are known.</summary>
internal static class LayoutCheck
{
    // Of the model's own numbers; results of a computation may differ in the last places.
    private const double Tolerance = 1e-9;
    private const double Gravity = -7.5;
    private const double TimeStep = 0.004;

    /// <summary>A ball that lies on the floor beside a hinged bar that a motor turns.</summary>
    private const string Xml =
        """
        <mujoco>
          <compiler angle="radian"/>
          <option timestep="0.004" gravity="0 0 -7.5" density="1.5" viscosity="0.25" integrator="RK4" iterations="37"/>
          <size njmax="40" nconmax="10"/>
          <worldbody>
            <geom type="plane" size="5 5 0.5" condim="3"/>
            <body name="ball" pos="1 2 0.2">
              <freejoint/>
              <geom type="sphere" size="0.2" mass="3"/>
            </body>
            <body name="bar" pos="-4 0 3">
              <joint name="turn" type="hinge" axis="0 1 0" limited="true" range="-0.5 0.75" armature="0.125" damping="0.5"
                stiffness="0.0625" springref="0.375"/>
              <geom type="box" size="0.5 0.1 0.1" mass="2" pos="0 0 0" contype="0" conaffinity="0"/>
            </body>
          </worldbody>
          <actuator>
            <motor joint="turn" ctrllimited="true" ctrlrange="-2 3" gear="6"/>
          </actuator>
        </mujoco>
        """;

    /// <summary>Checks.</summary>
    /// <param name="library">The library.</param>
    /// <exception cref="MuJoCoException">A field does not hold what it must; the message names it.</exception>
    public static void Require(EngineLibrary library)
    {
        using ModelHandle handle = library.Compile(Xml, "probe.xml");
        using var model = new Model(library, handle);
        CheckSizes(model);
        CheckNumbers(model);
        using var simulation = new Simulation(model);
        CheckSimulation(simulation);
    }

    private static void CheckSizes(Model model)
    {
        (string Field, int[] Expected)[] integers =
        [
            ("opt.integrator", [1]), ("opt.iterations", [37]),
            ("jnt_type", [0, 3]), ("jnt_qposadr", [0, 7]), ("jnt_dofadr", [0, 6]), ("jnt_bodyid", [1, 2]), ("body_parentid", [0, 0, 0]),
            ("dof_bodyid", [1, 1, 1, 1, 1, 1, 2]),
            ("geom_type", [0, 2, 6]), ("geom_bodyid", [0, 1, 2]), ("geom_condim", [3, 3, 3]), ("actuator_trnid", [1, -1]),
        ];
        (string Field, int Expected)[] sizes =
        [
            ("nq", 8), ("nv", 7), ("nu", 1), ("na", 0), ("nbody", 3), ("njnt", 2), ("ngeom", 3), ("njmax", 40), ("nconmax", 10),
        ];
        foreach ((string field, int expected) in sizes)
        {
            Same(field, [model.Size(field)], [expected]);
        }

        foreach ((string field, int[] expected) in integers)
        {
            Same(
                field, [.. model.Integers(field).ToArray().Select(static value => (double)value)],
                [.. expected.Select(static value => (double)value)]);
        }

        Same("jnt_limited", [.. model.Bytes("jnt_limited").ToArray().Select(static value => (double)value)], [0, 1]);
    }

    private static void CheckNumbers(Model model)
    {
        const double BarInertia = 2.0 / 3 * ((0.5 * 0.5) + (0.1 * 0.1));
        const double BarSpin = 2.0 / 3 * 2 * 0.1 * 0.1;
        const double BallInertia = 0.4 * 3 * 0.2 * 0.2;
        (string Field, double[] Expected)[] numbers =
        [
            ("opt.timestep", [TimeStep]), ("opt.gravity", [0, 0, Gravity]), ("opt.density", [1.5]), ("opt.viscosity", [0.25]),
            ("qpos0", [1, 2, 0.2, 1, 0, 0, 0, 0]), ("qpos_spring", [1, 2, 0.2, 1, 0, 0, 0, 0.375]),
            ("body_pos", [0, 0, 0, 1, 2, 0.2, -4, 0, 3]), ("body_mass", [0, 3, 2]),
            ("body_inertia", [0, 0, 0, BallInertia, BallInertia, BallInertia, BarSpin, BarInertia, BarInertia]),
            ("jnt_range", [0, 0, -0.5, 0.75]), ("jnt_stiffness", [0, 0.0625]), ("dof_armature", [0, 0, 0, 0, 0, 0, 0.125]),
            ("dof_damping", [0, 0, 0, 0, 0, 0, 0.5]),
            ("geom_size", [5, 5, 0.5, 0.2, 0, 0, 0.5, 0.1, 0.1]), ("actuator_gear", [6, 0, 0, 0, 0, 0]), ("actuator_ctrlrange", [-2, 3]),
        ];
        foreach ((string field, double[] expected) in numbers)
        {
            Same(field, model.Numbers(field).ToArray(), expected);
        }
    }

    private static void CheckSimulation(Simulation simulation)
    {
        Same("qpos", simulation.Positions.ToArray(), [1, 2, 0.2, 1, 0, 0, 0, 0]);
        simulation.Controls[0] = 1;
        SimulationStatus status = simulation.Step(2);
        Same("time", [simulation.TimeSeconds], [2 * TimeStep]);
        Require("warning", status == SimulationStatus.Stable);
        Same("ncon", [simulation.Integer("ncon")], [1]);
        Require("qvel", simulation.Velocities[6] is > 0 and < 1);
        Require("qacc_warmstart", simulation.WarmStart[6] > 0);
        simulation.ComputeContactForces();
        Require(
            "cfrc_ext",
            simulation.ContactForces[..6].ToArray().All(static value => value == 0)
                && simulation.ContactForces[11] > 0
                && simulation.ContactForces[17] == 0);
        simulation.Positions[7] = double.NaN;
        Require("warning", simulation.Step(1) == SimulationStatus.UnstablePosition);
        _ = Simulation.TakeWarning();
    }

    private static void Same(string field, double[] found, double[] expected)
        => Require(
            field,
            found.Length == expected.Length && found.Zip(expected).All(static pair => Math.Abs(pair.First - pair.Second) <= Tolerance));

    private static void Require(string field, bool isAsExpected)
    {
        if (!isAsExpected)
        {
            throw new MuJoCoException(
                string.Create(CultureInfo.InvariantCulture, $"the field {field} of a probe model does not lie where this version has it."));
        }
    }
}
