using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MuJoCo.Tests.Simulations;

/// <summary>Mocap bodies, sites and moved bodies, on a hand that a mocap body leads by a weld.</summary>
public sealed class KinematicsTests
{
    private const string Xml =
        """
        <mujoco>
          <compiler angle="radian"/>
          <option timestep="0.002" gravity="0 0 0"/>
          <worldbody>
            <body name="lead" mocap="true" pos="1 2 3"/>
            <body name="hand" pos="1 2 3">
              <freejoint/>
              <geom name="palm" type="box" size="0.1 0.2 0.3" mass="1" pos="0.5 0 0"/>
              <site name="tip" pos="0 0 0.25"/>
            </body>
            <body name="shelf" pos="4 5 6" euler="0 0 1.5707963267948966">
              <geom type="sphere" size="0.1" pos="1 0 0" name="knob"/>
            </body>
          </worldbody>
          <equality>
            <weld body1="lead" body2="hand"/>
          </equality>
        </mujoco>
        """;

    /// <summary>Numbers of a computation.</summary>
    private const double Tolerance = 1e-12;

    [DefaultVersionFact]
    public void Places_AfterForward_AreThoseOfTheModel()
    {
        using Model model = Model.FromXml(Xml);
        using var simulation = new Simulation(model);
        simulation.Forward();
        Kinematics found = simulation.Kinematics;

        ShouldBe(found.MocapPosition(0), [1, 2, 3]);
        ShouldBe(found.MocapQuaternion(0), [1, 0, 0, 0]);
        ShouldBe(found.Body(model.Find(ObjectKind.Body, "hand")), [1, 2, 3]);
        ShouldBe(found.Geom(model.Find(ObjectKind.Geom, "palm")), [1.5, 2, 3]);
        ShouldBe(found.Site(model.Find(ObjectKind.Site, "tip")), [1, 2, 3.25]);
        ShouldBe(found.SiteMatrix(model.Find(ObjectKind.Site, "tip")), [1, 0, 0, 0, 1, 0, 0, 0, 1]);
        ShouldBe(found.Geom(model.Find(ObjectKind.Geom, "knob")), [4, 6, 6]);
        ShouldBe(found.GeomMatrix(model.Find(ObjectKind.Geom, "knob")), [0, -1, 0, 1, 0, 0, 0, 0, 1]);
        ShouldBe(found.BodyQuaternion(model.Find(ObjectKind.Body, "shelf")), [Math.Sqrt(0.5), 0, 0, Math.Sqrt(0.5)]);
        model.Integers("eq_type").ToArray().ShouldBe([1]);
        model.Numbers("eq_data").Length.ShouldBe(11);
    }

    [DefaultVersionFact]
    public void MocapPosition_Written_LeadsTheHandThere()
    {
        using Model model = Model.FromXml(Xml);
        using var simulation = new Simulation(model);
        simulation.Kinematics.MocapPosition(0)[0] = 1.1;

        simulation.Step(2000).ShouldBe(SimulationStatus.Stable);

        simulation.Kinematics.Body(model.Find(ObjectKind.Body, "hand"))[0].ShouldBe(1.1, 1e-3);
    }

    [DefaultVersionFact]
    public void WithBodyAt_OneModelShared_MovesItsOwnBodyAlone()
    {
        using Model model = Model.FromXml(Xml);
        int shelf = model.Find(ObjectKind.Body, "shelf");
        Model moved = model.WithBodyAt(shelf, [7, 8, 9]);
        using var first = new Simulation(model);
        using var second = new Simulation(moved);
        moved.Dispose();
        first.Forward();
        second.Forward();

        ShouldBe(first.Kinematics.Body(shelf), [4, 5, 6]);
        ShouldBe(second.Kinematics.Body(shelf), [7, 8, 9]);
        ShouldBe(model.Numbers("body_pos").Slice(3 * shelf, 3), [4, 5, 6]);
    }

    [DefaultVersionFact]
    public void Find_NameThatIsNone_SaysWhich()
    {
        using Model model = Model.FromXml(Xml);
        Should.Throw<MuJoCoException>(() => model.Find(ObjectKind.Geom, "hand")).Message.ShouldBe("The model has no geom named hand.");
    }

    private static void ShouldBe(ReadOnlySpan<double> found, double[] expected)
        => ModelFields.Difference(found, expected).ShouldBeLessThan(Tolerance, string.Join(' ', found.ToArray()));
}
