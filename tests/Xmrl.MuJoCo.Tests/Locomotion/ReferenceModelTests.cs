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
    private static readonly string[] s_memory = ["njmax", "nconmax", "nstack", "narena"];

    /// <summary>Since then the margins of two bodies add up; before, the larger counts, and the floor's changes nothing.</summary>
    private static readonly Version s_addsMargins = new(3, 5);

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
        using Model reference = Reference(file, isWithoutFloorMargin: true);
        Model own = RobotDescription.All[robot].Model;
        foreach (string field in own.Fields.Except(s_memory))
        {
            double[] found = ModelFields.Read(own, field);
            double[] expected = ModelFields.Read(reference, field);
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
        bool addsMargins = Version.Parse(MuJoCoEngine.Library.Layout.Version) >= s_addsMargins;
        using Model reference = Reference(file, isWithoutFloorMargin: addsMargins);
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
            worst = Math.Max(worst, ModelFields.Difference(found.Positions, expected.Positions));
            worst = Math.Max(worst, ModelFields.Difference(found.Velocities, expected.Velocities));
            farthest = Math.Max(farthest, Math.Abs(found.Positions[0]));
        }

        worst.ShouldBeLessThanOrEqualTo(TrajectoryTolerance);
        farthest.ShouldBeGreaterThan(0.01, "the robot moves");
    }

    /// <summary>Gymnasium's file; without the margin of its floor where ours has none.</summary>
    private static Model Reference(string file, bool isWithoutFloorMargin)
    {
        string text = File.ReadAllText(Path.Combine(ReferenceModelTheoryAttribute.Folder!, file));
        const string Floor = "name=\"floor\"";
        text.ShouldContain(Floor);
        return Model.FromXml(isWithoutFloorMargin ? text.Replace(Floor, Floor + " margin=\"0\"", StringComparison.Ordinal) : text, file);
    }
}
