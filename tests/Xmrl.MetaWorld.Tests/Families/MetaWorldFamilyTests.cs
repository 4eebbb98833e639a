using Xmrl.MetaWorld.Families;
using Xmrl.MetaWorld.Goals;
using Xmrl.MetaWorld.Tasks;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.MetaWorld.Tests.Families;

/// <summary>Which tasks the sets hold, and which are refused; none of it needs an engine.</summary>
public sealed class MetaWorldFamilyTests
{
    private static readonly RandomKey s_root = RandomKey.FromSeed(4);

    [Fact]
    public void All_Ids_AreOneForMl10AndOnePerTask()
    {
        string[] ids = [.. MetaWorldFamily.All().Select(family => family.Spec.Id)];
        ids.Length.ShouldBe(16);
        ids.ShouldBeUnique();
        ids.ShouldContain("MetaWorldML10-v3");
        ids.ShouldContain("MetaWorldButtonPressTopdown-v3");
    }

    [Fact]
    public void SampleTraining_FiveHundred_AreTheBenchmarksGoalsInTurn()
    {
        MetaWorldFamily family = MetaWorldFamily.Many();
        var goals = BenchmarkGoals.Draw(ArmTasks.Training, (uint)s_root.Value);
        for (int i = 0; i < 500; i++)
        {
            (ArmTask kind, var goal) = family.Read(family.SampleTraining(s_root, i));
            kind.ShouldBe(ArmTasks.All[i % 10]);
            goal.ShouldBe(goals[i % 10][i / 10]);
        }

        // Beyond them: fresh ones of the same families.
        MdpTask beyond = family.SampleTraining(s_root, 507);
        family.Read(beyond).Kind.ShouldBe(ArmTasks.All[7]);
        goals[7].ShouldNotContain(family.Read(beyond).Goal);
    }

    [Fact]
    public void SampleTest_AndValidation_AreDisjointGoalsOfTheTestFamilies()
    {
        MetaWorldFamily family = MetaWorldFamily.Many();
        MdpTask[] test = [.. Enumerable.Range(0, 200).Select(i => family.SampleTest(s_root, i))];
        MdpTask[] validation = [.. Enumerable.Range(0, 50).Select(i => family.SampleValidation(s_root, i))];
        test.Concat(validation).Select(task => string.Join(' ', task.Parameters)).ShouldBeUnique();
        test.Concat(validation).Select(task => family.Read(task).Kind).Distinct().ShouldBe(ArmTasks.Test, ignoreOrder: true);
        var goals = BenchmarkGoals.Draw(ArmTasks.Test, (uint)s_root.Value);
        family.Read(test[6]).Goal.ShouldBe(goals[1][1]);
        family.Read(validation[6]).Goal.ShouldBe(goals[1][41]);
    }

    /// <summary>One task alone trains and tests on it, on the goals of two seeds.</summary>
    [Fact]
    public void SampleTest_OfOneTask_HasOtherGoalsThanTraining()
    {
        MetaWorldFamily family = MetaWorldFamily.Single(new Reach());
        family.SampleTraining(s_root, 3).Parameters.ShouldBe(BenchmarkGoals.Draw([new Reach()], (uint)s_root.Value)[0][3]);
        family.SampleTest(s_root, 3).Parameters.ShouldBe(BenchmarkGoals.Draw([new Reach()], (uint)s_root.Value + 1)[0][3]);
    }

    /// <summary>The reference draws the goals of one task alone from the beginning of the stream, as those of the first family of a
    /// split.</summary>
    [Fact]
    public void SampleTraining_OfOneTask_HasTheGoalsOfMl10WhereItIsTheFirstFamily()
    {
        MetaWorldFamily many = MetaWorldFamily.Many();
        Alone(new Reach()).ShouldBe(many.Read(many.SampleTraining(s_root, 0)).Goal);
        Alone(new DrawerOpen()).ShouldBe(many.Read(many.SampleTest(s_root, 0)).Goal);
        Alone(new Push()).ShouldNotBe(many.Read(many.SampleTraining(s_root, 1)).Goal);

        static IEnumerable<double> Alone(ArmTask task) => MetaWorldFamily.Single(task).SampleTraining(s_root, 0).Parameters;
    }

    [Fact]
    public void Describe_TasksOfBothKinds_NamesFamilyAndGoal()
    {
        MetaWorldFamily many = MetaWorldFamily.Many();
        MdpTask door = many.SampleTask(s_root, 0) with { Parameters = [3, 0.1, 0.9, 0.15, 0, 0, 0] };
        many.Describe(door).ShouldBe("door-open, goal 0.1, 0.9, 0.15");
        MetaWorldFamily reach = MetaWorldFamily.Single(new Reach());
        MdpTask near = reach.SampleTask(s_root, 0) with { Parameters = [0, 0.6, 0.02, -0.1, 0.8, 0.12345] };
        reach.Describe(near).ShouldBe("reach, goal 0, 0.6, 0.02, -0.1, 0.8, 0.123");
    }

    [Fact]
    public void SampleTask_FreshTasks_AreOfTheTrainingFamilies()
    {
        MetaWorldFamily family = MetaWorldFamily.Many();
        for (int i = 0; i < 40; i++)
        {
            family.Read(family.SampleTask(s_root, i)).Kind.ShouldBe(ArmTasks.Training[i % 10]);
        }
    }

    [Theory]
    [InlineData("family", 0, 2.5)]
    [InlineData("v0", 1, 0.15)]
    [InlineData("too near", 2, 0.7)]
    public void Create_TaskThatIsNone_NamesWhatIsWrong(string named, int position, double value)
    {
        MetaWorldFamily family = MetaWorldFamily.Many();
        MdpTask task = family.SampleTask(s_root, 0);
        MdpTask push = task with { Parameters = [1, 0, 0.6, 0.02, 0, 0.8, 0.015] };
        MdpTask broken = push with { Parameters = push.Parameters.SetItem(position, value) };
        Should.Throw<ArgumentException>(() => family.Create(broken, 1)).Message.ShouldContain(named);
    }
}
