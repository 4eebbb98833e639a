using Xmrl.MuJoCo.Bodies;
using Xmrl.MuJoCo.Locomotion;
using Xmrl.MuJoCo.Simulations;
using Xmrl.MuJoCo.Tests.Simulations;
using Xmrl.Numerics.Randomness;

namespace Xmrl.MuJoCo.Tests.Bodies;

/// <summary>Where bodies are, against the engine's own forward kinematics.</summary>
public sealed class BodyPosesTests
{
    /// <summary>Numbers of a computation of ten factors.</summary>
    private const double Tolerance = 1e-12;

    /// <summary>Every kind of joint, with anchors beside the body's origin, references and two joints on one body.</summary>
    private const string Joints =
        """
        <mujoco>
          <compiler angle="radian"/>
          <worldbody>
            <geom type="plane" size="1 1 1" pos="0 0 -0.25"/>
            <body name="free" pos="1 2 3" quat="0.5 0.5 0.5 0.5">
              <freejoint/>
              <geom type="box" size="0.1 0.2 0.3"/>
              <body name="ball" pos="0 0 0.5">
                <joint type="ball" pos="0.1 0 -0.2"/>
                <geom type="sphere" size="0.1"/>
                <body name="both" pos="0.3 0 0" euler="0.1 0.2 0.3">
                  <joint type="slide" axis="0 1 1" ref="0.25"/>
                  <joint type="hinge" axis="1 0 1" pos="0 0.1 0" ref="0.5"/>
                  <geom type="capsule" size="0.05 0.2"/>
                </body>
              </body>
            </body>
            <body name="still" pos="0 -1 0" euler="0 0 1"><geom type="cylinder" size="0.1 0.2"/></body>
          </worldbody>
        </mujoco>
        """;

    [DefaultVersionFact]
    public void At_EveryJoint_IsWhereTheEnginePutsTheBodies()
    {
        using Model model = Model.FromXml(Joints);
        Compare(model, 1);
    }

    [DefaultVersionFact]
    public void At_Robots_IsWhereTheEnginePutsTheBodies()
    {
        foreach (RobotDescription robot in RobotDescription.All.Values)
        {
            Compare(robot.Model, 2);
        }
    }

    [MuJoCoFact]
    public void Drawing_Groups_AreTheLimbs()
    {
        BodyDrawing drawing = new(RobotDescription.All[Robot.HalfCheetah].Model, new BodyView { Followed = "torso", Radius = 1 });

        drawing.Model.Bodies.Select(body => body.Group).Distinct()
            .ShouldBe(["torso", "back thigh to back foot", "front thigh to front foot"]);
        drawing.Model.Followed.ShouldBe(0);
        drawing.Model.Shapes.Count.ShouldBe(8);
        new BodyDrawing(RobotDescription.All[Robot.Ant].Model, new BodyView { Radius = 1 }).Model.Bodies
            .Select(body => body.Group).Distinct()
            .ShouldBe(["torso", "front left leg", "front right leg", "back left leg", "back right leg"]);
        new BodyDrawing(RobotDescription.All[Robot.Swimmer].Model, new BodyView { Radius = 1 }).Model.Bodies.Select(body => body.Group)
            .ShouldBe(["head", "middle", "tail"]);
    }

    [MuJoCoFact]
    public void Drawing_Ground_IsThePlaneUnlessTheViewSaysOtherwise()
    {
        using Model model = Model.FromXml(Joints);

        new BodyDrawing(model, new BodyView { Radius = 1 }).Model.Ground.ShouldBe(-0.25);
        new BodyDrawing(model, new BodyView { Radius = 1, Ground = 0.5 }).Model.Ground.ShouldBe(0.5);
        new BodyDrawing(model, new BodyView { Radius = 1, Group = static (tree, body) => tree.Name(body) == "still" ? "it" : null })
            .Model.Bodies.ShouldHaveSingleItem().Name.ShouldBe("still");
    }

    private static void Compare(Model model, ulong seed)
    {
        using var simulation = new Simulation(model);
        RandomKey key = RandomKey.FromSeed(seed);
        Span<double> positions = simulation.Positions;
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] += key.Uniform((ulong)i) - 0.5;
        }

        simulation.Forward();
        ReadOnlySpan<double> found = new BodyPoses(model).At(simulation.Positions);
        for (int body = 1; body < model.BodyCount; body++)
        {
            double[] expected = [.. simulation.Kinematics.Body(body), .. simulation.Kinematics.BodyQuaternion(body)];
            found.Slice(body * BodyPoses.Size, BodyPoses.Size).ToArray().Zip(expected)
                .ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < Tolerance, $"body {body}");
        }
    }
}
