using Xmrl.MuJoCo.Locomotion;
using Xmrl.MuJoCo.Native;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Numerics.Randomness;

namespace Xmrl.MuJoCo.Tests.Native;

/// <summary>Every libmujoco that is found can be used, and the robots are the same in all of them.</summary>
public sealed class VersionComparisonTests
{
    /// <summary>Compilers of models round differently: 1e-15 is usual.</summary>
    private const double FieldTolerance = 1e-12;

    /// <summary>Rounding differs by 1e-15 a step and grows with every contact: to 1e-11 in these steps, to 1e-6 in fifty, to anything in
    /// two hundred.</summary>
    private const double TrajectoryTolerance = 1e-9;

    private const int Steps = 20;
    private const int Seeds = 5;

    /// <summary>Memory, and a hint for the engine whose values have other meanings since MuJoCo 3.</summary>
    private static readonly string[] s_others = ["nstack", "narena", "geom_sameframe", "body_sameframe"];

    [MuJoCoFact]
    public void Load_EachLibraryFound_PassesTheCheck()
    {
        FoundLibraries.All.ShouldNotBeEmpty();
        foreach ((string path, EngineLibrary? library, EngineStatus status) in FoundLibraries.All)
        {
            library.ShouldNotBeNull(status.Sentence);
            status.Sentence.ShouldStartWith($"MuJoCo {library.Layout.Version} from ", Case.Sensitive, path);
        }
    }

    [SeveralVersionsFact]
    public void Compile_EachRobot_SamePhysicalFieldsInAllVersions()
        => ForEachPair((robot, first, second) =>
        {
            foreach (string field in first.Fields.Intersect(second.Fields).Except(s_others))
            {
                double[] expected = ModelFields.Read(first, field);
                double[] found = ModelFields.Read(second, field);
                found.Length.ShouldBe(expected.Length, field);
                for (int i = 0; i < found.Length; i++)
                {
                    found[i].ShouldBe(
                        expected[i],
                        FieldTolerance * Math.Max(1, Math.Abs(expected[i])),
                        $"{robot}, {field}[{i}], MuJoCo {second.Library.Layout.Version}");
                }
            }
        });

    [SeveralVersionsFact]
    public void Step_SameControls_SameTrajectoryWhileRoundingIsSmall()
        => ForEachPair((robot, first, second) =>
        {
            for (int seed = 0; seed < Seeds; seed++)
            {
                (double worst, int contacts) = Difference(RobotDescription.All[robot], first, second, RandomKey.FromSeed((ulong)seed));
                worst.ShouldBeLessThan(TrajectoryTolerance, $"{robot}, MuJoCo {second.Library.Layout.Version}, seed {seed}");
                if (robot != Robot.Swimmer)
                {
                    contacts.ShouldBePositive("nothing touched, so contacts were not compared");
                }
            }
        });

    /// <summary>Largest difference of positions, velocities and forces, and how many contacts there were.</summary>
    private static (double Worst, int Contacts) Difference(RobotDescription robot, Model first, Model second, RandomKey key)
    {
        using var expected = new Simulation(first);
        using var found = new Simulation(second);
        double worst = 0;
        int contacts = 0;
        for (int step = 0; step < Steps; step++)
        {
            for (int a = 0; a < found.Controls.Length; a++)
            {
                found.Controls[a] = expected.Controls[a] = (2 * key.Uniform((ulong)((step * found.Controls.Length) + a))) - 1;
            }

            expected.Step(robot.StepsPerAction).ShouldBe(SimulationStatus.Stable);
            found.Step(robot.StepsPerAction).ShouldBe(SimulationStatus.Stable);
            expected.ComputeContactForces();
            found.ComputeContactForces();
            contacts += found.Integer("ncon");
            worst = Math.Max(worst, ModelFields.Difference(found.Positions, expected.Positions));
            worst = Math.Max(worst, ModelFields.Difference(found.Velocities, expected.Velocities));
            worst = Math.Max(worst, ModelFields.Difference(Clipped(found), Clipped(expected)));
        }

        return (worst, contacts);
    }

    /// <summary>As the Ant's reward takes them; whole they are thousands of newtons.</summary>
    private static double[] Clipped(Simulation simulation)
        => [.. simulation.ContactForces.ToArray().Select(static force => Math.Clamp(force, -1, 1))];

    private static void ForEachPair(Action<Robot, Model, Model> compare)
    {
        foreach (Robot robot in Enum.GetValues<Robot>())
        {
            using Model first = Compile(FoundLibraries.All[0].Library, robot);
            foreach ((_, EngineLibrary? library, _) in FoundLibraries.All.Skip(1))
            {
                using Model second = Compile(library, robot);
                compare(robot, first, second);
            }
        }
    }

    private static Model Compile(EngineLibrary? library, Robot robot)
    {
        RobotDescription description = RobotDescription.All[robot];
        return new Model(library.ShouldNotBeNull(), library.Compile(description.Text(), description.Resource));
    }
}
