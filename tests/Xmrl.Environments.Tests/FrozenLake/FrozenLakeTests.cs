using System.Collections.Immutable;
using Xmrl.Contracts;
using Xmrl.Environments.FrozenLake;
using Xmrl.Environments.Registry;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Environments.Tests.FrozenLake;

public sealed class FrozenLakeTests
{
    private const int Left = 0;
    private const int Down = 1;
    private const int Right = 2;
    private const int Up = 3;

    private static readonly RandomKey s_key = RandomKey.FromSeed(5);

    /// <summary>Ids say what is measured: other rules are another environment.</summary>
    [Fact]
    public void Id_OfOptions_NamesTheProbability()
    {
        new FrozenLakeFamily().Spec.Id.ShouldBe("FrozenLakeHigh-v1");
        new FrozenLakeFamily(FrozenLakeOptions.Low).Spec.Id.ShouldBe("FrozenLakeLow-v1");
        new FrozenLakeFamily(new FrozenLakeOptions { HoleProbability = 0.1 }).Spec.Id.ShouldBe("FrozenLakeLow-v1");
        new FrozenLakeFamily(new FrozenLakeOptions { HolesHold = false }).Spec.Id.ShouldBe("FrozenLake-v1");
        EnvironmentRegistry registry = EnvironmentRegistry.CreateDefault();
        ((FrozenLakeFamily)registry.Get("FrozenLakeHigh-v1")).Options.HoleProbability.ShouldBe(0.3);
        ((FrozenLakeFamily)registry.Get("FrozenLakeLow-v1")).Options.HoleProbability.ShouldBe(0.1);
    }

    [Theory]
    [InlineData("SFFF FHFF FFFH FFFG", new[] { Down, Down, Right, Right, Down, Right, Left }, new[] { 0, 0, 0, 0, 0, 1, 1 }, 15)]
    [InlineData("SFFF FHFF FFFH FFFG", new[] { Left, Up, Right, Down, Down, Down }, new[] { 0, 0, 0, -1, -1, -1 }, 5)]
    [InlineData("SFFF FHFF FFFH FFFG", new[] { Right, Right, Right, Right, Down }, new[] { 0, 0, 0, 0, 0 }, 7)]
    public void Step_ByDirections_PaysAsLongAsACellHolds(string rows, int[] directions, int[] expected, int cell)
    {
        var family = new FrozenLakeFamily();

        (int[] rewards, bool terminated, int end) = Walk(family, Task(family, rows), directions);

        rewards.ShouldBe(expected);
        end.ShouldBe(cell);
        terminated.ShouldBeFalse("goal and holes pay until the horizon");
    }

    [Fact]
    public void Step_WithoutPayWhereHeld_TerminatesThere()
    {
        var family = new FrozenLakeFamily(new FrozenLakeOptions { AbsorbingPays = false });

        (int[] rewards, bool terminated, int end) = Walk(family, Task(family, "SFFF HFFF FFFF FFFG"), [Down]);

        (rewards[0], terminated, end).ShouldBe((-1, true, 4));
    }

    /// <summary>Low variance in a public script: holes charge and do not hold.</summary>
    [Fact]
    public void Step_HolesThatDoNotHold_ChargeAndAreLeft()
    {
        var family = new FrozenLakeFamily(new FrozenLakeOptions { HolesHold = false });

        (int[] rewards, bool terminated, int end) = Walk(family, Task(family, "SFFF HFFF FFFF FFFG"), [Down, Left, Down, Right]);

        rewards.ShouldBe([-1, -1, 0, 0]);
        (terminated, end).ShouldBe((false, 9));
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(4.0)]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    public void Step_NoDirection_ThrowsWithTheFour(double action)
    {
        var family = new FrozenLakeFamily();
        IEnvironment lake = family.Create(family.SampleTask(s_key, 0), 1);
        StepBuffers buffers = new(family.Spec, 1);
        lake.Reset([0], s_key, buffers.Observations);
        buffers.Actions[0] = (Real)action;
        Should.Throw<ArgumentException>(() => lake.Step([0], buffers.Actions, buffers.Result)).Message
            .ShouldContain("0 left, 1 down, 2 right or 3 up");
    }

    /// <summary>Against all 2¹⁴ maps, of which those without a path are left out.</summary>
    [Fact]
    public void SampleTask_Many_HolesAsOftenAsOnMapsWithAPath()
    {
        const int Tasks = 4000;
        var family = new FrozenLakeFamily();
        double[] expected = new double[16];
        double total = 0;
        for (int map = 0; map < 1 << 14; map++)
        {
            double[] holes = [.. Enumerable.Range(0, 16).Select(cell => cell is > 0 and < 15 ? (double)((map >> (cell - 1)) & 1) : 0)];
            double chance = holes[1..15].Aggregate(1.0, (product, hole) => product * (hole == 1 ? 0.3 : 0.7));
            if (new FrozenLakeMap(family.Options, holes).HasPath)
            {
                total += chance;
                expected = [.. expected.Zip(holes, (sum, hole) => sum + (chance * hole))];
            }
        }

        double[] found = new double[16];
        for (int index = 0; index < Tasks; index++)
        {
            found = [.. found.Zip(family.SampleTask(s_key, index).Parameters, (sum, hole) => sum + hole)];
        }

        for (int cell = 0; cell < 16; cell++)
        {
            double share = expected[cell] / total;
            (found[cell] / Tasks).ShouldBe(share, (4 * Math.Sqrt(share * (1 - share) / Tasks)) + 1e-12, $"cell {cell}");
        }
    }

    [Fact]
    public void Create_MapWithoutPath_ThrowsWithTheMap()
    {
        var family = new FrozenLakeFamily();
        MdpTask closed = Task(family, "SHFF HFFF FFFF FFFG") with { Index = 7 };

        Should.Throw<ArgumentException>(() => family.Create(closed, 1)).Message
            .ShouldContain("Task 7 must have a path without holes from cell 0 to cell 15; found none on the map SHFF HFFF FFFF FFFG.");
        Should.Throw<ArgumentException>(() => family.Marks(closed));
        Should.Throw<ArgumentException>(() => family.Distance(closed, closed));
    }

    [Theory]
    [InlineData(0, 1, "hole0 of task 0 must be 0, as start and goal are no holes; found 1")]
    [InlineData(15, 1, "hole15 of task 0 must be 0")]
    [InlineData(3, 0.5, "hole3 of task 0 must be 0 or 1; found 0.5")]
    [InlineData(3, 2, "hole3 of task 0 must lie in [0, 1]; found 2")]
    [InlineData(3, double.NaN, "hole3 of task 0 must lie in [0, 1]")]
    public void Create_NoMap_ThrowsWithTheCell(int cell, double value, string expected)
    {
        var family = new FrozenLakeFamily();
        MdpTask task = family.SampleTask(s_key, 0);
        ImmutableArray<double> broken = task.Parameters.SetItem(cell, value);
        Should.Throw<ArgumentException>(() => family.Create(task with { Parameters = broken }, 1)).Message.ShouldContain(expected);
    }

    [Fact]
    public void Options_OutOfRange_Throw()
    {
        Should.Throw<ArgumentException>(() => new FrozenLakeOptions { Size = 1 });
        Should.Throw<ArgumentException>(() => new FrozenLakeOptions { Size = 9 });
        Should.Throw<ArgumentException>(() => new FrozenLakeOptions { HoleProbability = 0.6 });
        Should.Throw<ArgumentException>(() => new FrozenLakeOptions { HoleProbability = double.NaN });
        Should.Throw<ArgumentException>(() => new FrozenLakeOptions { Discount = 1 });
        Should.Throw<ArgumentException>(() => new FrozenLakeOptions { Horizon = 0 });
    }

    [Fact]
    public void Distance_OfMaps_CountsDifferentCells()
    {
        var family = new FrozenLakeFamily();
        family.Distance(Task(family, "SHFF FFFF FFHF FFFG"), Task(family, "SFFF FFFF FFHF FHFG")).ShouldBe(2);
    }

    [Fact]
    public void Picture_OfATask_ShowsHolesWayAndVisits()
    {
        var family = new FrozenLakeFamily();
        MdpTask task = Task(family, "SFFF FHFF FFFH FFFG");
        double[] At(int cell) => [.. Enumerable.Range(0, 16).Select(c => c == cell ? 1.0 : 0.0)];

        IReadOnlyList<SceneMark> holes = family.Marks(task);
        SceneTrace trace = family.Trace(task, new SceneEpisode
        {
            Observations = [At(0), At(0), At(1), At(5), At(5)],
            Actions = [[Up], [Right], [Down], [Down]],
            Rewards = [0, 0, -1, -1],
        });

        holes.Select(mark => mark.Role).ShouldBe([SceneRole.Obstacle, SceneRole.Obstacle]);
        holes[0].Points.ShouldBe([new ScenePoint(1, 2), new ScenePoint(2, 3)]);
        (ScenePoint start, ScenePoint beside, ScenePoint hole) = (new(0.5, 3.5), new(1.5, 3.5), new(1.5, 2.5));
        trace.Marks.Single(mark => mark.Role == SceneRole.Path).Points.ShouldBe([start, start, beside, hole, hole]);
        SceneMark[] visits = [.. trace.Marks.Where(mark => mark.Shape == SceneShape.Disc)];
        visits.Select(mark => mark.Points.Single()).ShouldBe([start, beside, hole]);
        visits.Select(mark => 4 * mark.Radius!.Value * mark.Radius.Value).ShouldBe([0.4, 0.2, 0.4], 1e-12, "shares of the moments");
        trace.Facts.Select(fact => fact.Value).ShouldBe([0, 0.5]);
        family.Scene.Marks.Single(mark => mark.Role == SceneRole.Goal).Points.ShouldBe([new ScenePoint(3, 0), new ScenePoint(4, 1)]);
    }

    /// <summary>A task as Gym writes its maps.</summary>
    internal static MdpTask Task(FrozenLakeFamily family, string rows) => new()
    {
        EnvironmentId = family.Spec.Id,
        Parameters = [.. rows.Where(letter => letter != ' ').Select(letter => letter == 'H' ? 1.0 : 0.0)],
    };

    private static (int[] Rewards, bool Terminated, int Cell) Walk(FrozenLakeFamily family, MdpTask task, int[] directions)
    {
        IEnvironment lake = family.Create(task, 1);
        StepBuffers buffers = new(family.Spec, 1);
        lake.Reset([0], s_key, buffers.Observations);
        var rewards = new List<int>();
        foreach (int direction in directions)
        {
            buffers.Actions[0] = direction;
            lake.Step([0], buffers.Actions, buffers.Result);
            rewards.Add((int)buffers.Rewards[0]);
        }

        return ([.. rewards], buffers.Terminated[0], Array.IndexOf(buffers.Observations, (Real)1));
    }
}
