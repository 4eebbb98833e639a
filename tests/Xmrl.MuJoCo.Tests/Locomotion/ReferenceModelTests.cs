using Xmrl.MuJoCo.Locomotion;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Numerics.Randomness;

namespace Xmrl.MuJoCo.Tests.Locomotion;

/// <summary>Our model files and Gymnasium's compile to the same physics.</summary>
public sealed class ReferenceModelTests
{
    /// <summary>Both files state the same decimal numbers; only the compiler's rounding may differ.</summary>
    private const double FieldTolerance = 1e-12;

    /// <summary>Rounding may grow along a trajectory with contacts; this is what the project promises.</summary>
    private const double TrajectoryTolerance = 1e-9;

    private const int Steps = 1000;
    private const int HeldSteps = 5;

    /// <summary>Memory for contacts and constraints, which our files bound by what can occur.</summary>
    private static readonly string[] s_memory = ["njmax", "nconmax", "nstack"];

    public static TheoryData<Robot, string> Robots => new()
    {
        { Robot.HalfCheetah, "half_cheetah.xml" },
        { Robot.Ant, "ant.xml" },
        { Robot.Swimmer, "swimmer.xml" },
    };

    [ReferenceModelTheory]
    [MemberData(nameof(Robots))]
    public void Model_AllPhysicalFields_EqualTheReference(Robot robot, string file)
    {
        using var reference = Model.FromFile(Path.Combine(ReferenceModelTheoryAttribute.Folder!, file));
        Model own = RobotDescription.All[robot].Model;
        foreach (string field in own.Fields.Except(s_memory))
        {
            double[] found = Read(own, field);
            double[] expected = Read(reference, field);
            found.Length.ShouldBe(expected.Length, field);
            for (int i = 0; i < found.Length; i++)
            {
                Math.Abs(found[i] - expected[i])
                    .ShouldBeLessThanOrEqualTo(
                        FieldTolerance * Math.Max(1, Math.Abs(expected[i])), $"{field}[{i}]: {found[i]} against {expected[i]}");
            }
        }
    }

    [ReferenceModelTheory]
    [MemberData(nameof(Robots))]
    public void Step_SameRandomControls_SameTrajectory(Robot robot, string file)
    {
        using var reference = Model.FromFile(Path.Combine(ReferenceModelTheoryAttribute.Folder!, file));
        using var expected = new Simulation(reference);
        using var found = new Simulation(RobotDescription.All[robot].Model);
        RandomKey key = RandomKey.FromSeed(11);
        double worst = 0;
        double farthest = 0;
        for (int step = 0; step < Steps; step += HeldSteps)
        {
            for (int a = 0; a < found.Controls.Length; a++)
            {
                found.Controls[a] = expected.Controls[a] = (2 * key.Uniform((ulong)((step * found.Controls.Length) + a))) - 1;
            }

            expected.Step(HeldSteps).ShouldBe(SimulationStatus.Stable);
            found.Step(HeldSteps).ShouldBe(SimulationStatus.Stable);
            worst = Math.Max(
                worst, Math.Max(Difference(found.Positions, expected.Positions), Difference(found.Velocities, expected.Velocities)));
            farthest = Math.Max(farthest, Math.Abs(found.Positions[0]));
        }

        worst.ShouldBeLessThanOrEqualTo(TrajectoryTolerance);
        farthest.ShouldBeGreaterThan(0.01, "the robot moves");
    }

    private static double Difference(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double worst = 0;
        for (int i = 0; i < x.Length; i++)
        {
            worst = Math.Max(worst, Math.Abs(x[i] - y[i]));
        }

        return worst;
    }

    private static double[] Read(Model model, string field)
    {
        try
        {
            return model.Numbers(field).ToArray();
        }
        catch (ArgumentException)
        {
            try
            {
                return [.. model.Integers(field).ToArray().Select(value => (double)value)];
            }
            catch (ArgumentException)
            {
                return [.. model.Bytes(field).ToArray().Select(value => (double)value)];
            }
        }
    }
}
