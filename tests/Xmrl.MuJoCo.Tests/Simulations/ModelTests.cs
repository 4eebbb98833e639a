using Xmrl.MuJoCo.Locomotion;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.MuJoCo.Tests.Simulations;

public sealed class ModelTests
{
    [MuJoCoTheory]
    [InlineData("<mujoco")]
    [InlineData("not a model")]
    [InlineData("<mujoco><worldbody><body><geom/></body></worldbody></mujoco>")]
    [InlineData("<mujoco><option timestep=\"nonsense\"/></mujoco>")]
    [InlineData("<mujoco><asset><mesh file=\"missing.stl\"/></asset></mujoco>")]
    public void FromXml_BadModel_ThrowsTheEnginesSentence(string xml)
    {
        string message = Should.Throw<MuJoCoException>(() => Model.FromXml(xml, "bad.xml")).Message;
        message.ShouldStartWith("MuJoCo does not accept bad.xml: ");
        message.Length.ShouldBeGreaterThan("MuJoCo does not accept bad.xml: ".Length);
    }

    [MuJoCoFact]
    public void FromFile_NoFile_Throws()
        => Should.Throw<FileNotFoundException>(() => Model.FromFile("/nowhere/model.xml")).Message.ShouldContain("/nowhere/model.xml");

    [MuJoCoFact]
    public void Numbers_UnknownOrOtherField_Throws()
    {
        Model model = RobotDescription.All[Robot.Swimmer].Model;
        Should.Throw<ArgumentException>(() => model.Numbers("body_colour").Length).Message.ShouldContain("body_colour");
        Should.Throw<ArgumentException>(() => model.Numbers("jnt_type").Length).Message.ShouldContain("jnt_type");
    }

    [MuJoCoTheory]
    [InlineData(Robot.HalfCheetah)]
    [InlineData(Robot.Ant)]
    [InlineData(Robot.Swimmer)]
    public void Model_OfEachRobot_HasTheSizesOfItsTable(Robot robot)
    {
        RobotDescription description = RobotDescription.All[robot];
        Model model = description.Model;
        model.PositionCount.ShouldBe(description.Positions);
        model.VelocityCount.ShouldBe(description.Velocities);
        model.ControlCount.ShouldBe(description.Controls);
        description.ObservationScale.Length.ShouldBe(description.Positions - description.HiddenPositions + description.Velocities);
    }

    /// <summary>Two contacts per capsule and one per sphere with the floor, four rows each, and one row per limited joint: no state can
    /// need more.</summary>
    [MuJoCoTheory]
    [InlineData(Robot.HalfCheetah)]
    [InlineData(Robot.Ant)]
    public void Model_MemoryForContacts_CoversAllThatCanTouch(Robot robot)
    {
        const int Plane = 0;
        const int Capsule = 3;
        Model model = RobotDescription.All[robot].Model;
        int contacts = model.Integers("geom_type").ToArray().Sum(type => type == Plane ? 0 : type == Capsule ? 2 : 1);
        model.Size("nconmax").ShouldBe(contacts);
        model.Size("njmax").ShouldBe((4 * contacts) + model.Bytes("jnt_limited").ToArray().Sum(limited => limited));
        int floor = Array.IndexOf(model.Integers("geom_type").ToArray(), Plane);
        model.Integers("geom_conaffinity")
            .ToArray()
            .Select((affinity, geom) => (affinity, geom))
            .ShouldAllBe(pair => (pair.affinity != 0) == (pair.geom == floor));
    }
}
