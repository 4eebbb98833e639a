using Xmrl.Contracts;
using Xmrl.Environments.Doors;
using Xmrl.Environments.Registry;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Environments.Tests.Doors;

public sealed class DoorsTests
{
    /// <summary>Sums of a few rewards in float.</summary>
    private const double Tolerance = 1e-6;

    private static readonly DoorsFamily s_family = new();
    private static readonly RandomKey s_key = RandomKey.FromSeed(2);

    [Fact]
    public void Step_Peek_NamesTheDoorAndCosts()
    {
        StepBuffers buffers = Start(7, out IEnvironment environment);
        buffers.Observations.ShouldAllBe(value => value == 0);

        environment.Step([0], [DoorsFamily.Peek], buffers.Result);

        ((double)buffers.Rewards[0]).ShouldBe(-0.1, Tolerance);
        buffers.Observations.ShouldBe([0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1]);
        buffers.Truncated[0].ShouldBeFalse();
    }

    [Fact]
    public void Step_Door_PaysThePrizeAndShowsNothing()
    {
        for (int door = 0; door < DoorsFamily.Doors; door++)
        {
            StepBuffers buffers = Start(4, out IEnvironment environment);
            environment.Step([0], [door], buffers.Result);
            buffers.Rewards[0].ShouldBe(door == 4 ? 1 : 0);
            buffers.Observations.ShouldBe([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        }
    }

    [Fact]
    public void Step_Second_PaysNothingWhateverIsDoneAndEnds()
    {
        for (int action = 0; action <= DoorsFamily.Peek; action++)
        {
            StepBuffers buffers = Start(4, out IEnvironment environment);
            environment.Step([0], [0], buffers.Result);
            environment.Step([0], [action], buffers.Result);
            buffers.Rewards[0].ShouldBe(0);
            (buffers.Terminated[0], buffers.Truncated[0]).ShouldBe((false, true));
            buffers.Observations.ShouldBe([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], "it is too late to peek");
        }
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(11.0)]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    public void Step_NoChoice_Throws(double action)
    {
        StepBuffers buffers = Start(0, out IEnvironment environment);
        Should.Throw<ArgumentException>(() => environment.Step([0], [(Real)action], buffers.Result)).Message.ShouldContain("0 … 9");
    }

    /// <summary>Means over all ten doors, two episodes each. Credit across episodes is worth 0.6.</summary>
    [Fact]
    public void Return_OfTwoEpisodes_IsThatOfTheReferences()
    {
        TwoEpisodes(_ => DoorsFamily.Peek, (observation, _) => Array.IndexOf(observation[..DoorsFamily.Doors], 1)).ShouldBe(0.9, Tolerance);
        TwoEpisodes(_ => 0, (_, reward) => reward == 1 ? 0 : 1).ShouldBe(0.1 + 0.2, Tolerance, "another door where there was no prize");
        TwoEpisodes(_ => 0, (_, _) => 0).ShouldBe(0.2, Tolerance);
    }

    [Fact]
    public void SampleTask_Doors_AreEquallyLikely()
    {
        int[] counts = new int[DoorsFamily.Doors];
        for (int index = 0; index < 10_000; index++)
        {
            counts[(int)s_family.SampleTask(s_key, index).Parameters[0]]++;
        }

        // Five standard deviations of a count of 10,000 with probability 0.1.
        counts.ShouldAllBe(count => Math.Abs(count - 1000) < 5 * 30);
    }

    [Fact]
    public void Create_DoorBetweenTwo_Throws()
        => Should.Throw<ArgumentException>(() => s_family.Create(Task(2.5), 1)).Message.ShouldContain("2.5");

    [Fact]
    public void Distance_Doors_IsOneWhereTheyDiffer()
    {
        s_family.Distance(Task(1), Task(1)).ShouldBe(0);
        s_family.Distance(Task(1), Task(9)).ShouldBe(1);
    }

    [Fact]
    public void Trace_Episode_ShowsTheChoice()
    {
        var episode = new SceneEpisode { Observations = [[], [], []], Actions = [[3], [8]], Rewards = [1, 0] };

        SceneTrace trace = s_family.Trace(Task(3), episode);

        trace.Marks.ShouldHaveSingleItem().Points.ShouldBe([new ScenePoint(3, 1)]);
        trace.Facts.Select(fact => fact.Value).ShouldBe([1, 0]);
        s_family.Marks(Task(3)).ShouldHaveSingleItem().Points.ShouldBe([new ScenePoint(3, 1)]);
    }

    [Fact]
    public void Registry_Doors_AreThere()
        => EnvironmentRegistry.CreateDefault().Get(DoorsFamily.Id).Spec.ActionChoices.ShouldBe(DoorsFamily.Doors + 1);

    private static MdpTask Task(double door) => new() { EnvironmentId = DoorsFamily.Id, Parameters = [door] };

    private static StepBuffers Start(int door, out IEnvironment environment)
    {
        environment = s_family.Create(Task(door), 1);
        StepBuffers buffers = new(s_family.Spec, 1);
        environment.Reset([0], s_key, buffers.Observations);
        return buffers;
    }

    /// <summary>The mean return when the second choice depends on what the first step of the first episode showed and paid.</summary>
    private static double TwoEpisodes(Func<Real[], int> first, Func<Real[], Real, int> second)
    {
        double sum = 0;
        for (int door = 0; door < DoorsFamily.Doors; door++)
        {
            StepBuffers buffers = Start(door, out IEnvironment environment);
            environment.Step([0], [first(buffers.Observations)], buffers.Result);
            (Real[] seen, Real paid) = ([.. buffers.Observations], buffers.Rewards[0]);
            environment.Step([0], [0], buffers.Result);
            environment.Reset([0], s_key.Derive(1), buffers.Observations);
            environment.Step([0], [second(seen, paid)], buffers.Result);
            sum += paid + buffers.Rewards[0];
        }

        return sum / DoorsFamily.Doors;
    }
}
