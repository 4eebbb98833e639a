using Xmrl.Environments.BernoulliBandit;
using Xmrl.Environments.Drone;
using Xmrl.Environments.Navigation2D;
using Xmrl.Environments.Stock;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Environments.Tests.Scenes;

/// <summary>Pictures show what the environments do.</summary>
public sealed class SceneTests
{
    private static readonly RandomKey s_key = RandomKey.FromSeed(3);

    [Fact]
    public void Marks_Drone_GoalIsCentredAndObstacleHasItsCorner()
    {
        var family = new DroneFamily(new DroneOptions { GoalHalfWidth = 0.25, ObstacleWidth = 2, ObstacleHeight = 0.5 });
        MdpTask task = Task(DroneFamily.Id, 3, 9, 1, 4.5);

        IReadOnlyList<SceneMark> marks = family.Marks(task);

        marks.Select(mark => mark.Role).ShouldBe([SceneRole.Goal, SceneRole.Obstacle]);
        marks[0].Points.ShouldBe([new ScenePoint(2.75, 8.75), new ScenePoint(3.25, 9.25)]);
        marks[1].Points.ShouldBe([new ScenePoint(1, 4.5), new ScenePoint(3, 5)]);
    }

    [Fact]
    public void Trace_Drone_IsTheWayThatWasObserved()
    {
        ITaskScene family = new DroneFamily();
        MdpTask task = Task(DroneFamily.Id, 3, 9, 1, 4.5);

        SceneTrace trace = family.Trace(task, Episode([[7.2, 0.5], [7.2, 0.6], [7.3, 0.6]], [[0, 1], [1, 0]]));

        SceneMark way = trace.Marks.ShouldHaveSingleItem();
        (way.Shape, way.Role).ShouldBe((SceneShape.Line, SceneRole.Path));
        way.Points.ShouldBe([new ScenePoint(7.2, 0.5), new ScenePoint(7.2, 0.6), new ScenePoint(7.3, 0.6)]);
    }

    [Fact]
    public void Marks_NavigationWithAReach_GoalIsTheSquareWhereEpisodesEnd()
    {
        MdpTask task = Task(Navigation2DFamily.SquareId, 0.25, -0.125);

        SceneMark goal = new Navigation2DFamily(new Navigation2DOptions { Reach = 0.0625, Wall = 0.5 }).Marks(task).ShouldHaveSingleItem();

        goal.Points.ShouldBe([new ScenePoint(0.1875, -0.1875), new ScenePoint(0.3125, -0.0625)]);
        new Navigation2DFamily(new Navigation2DOptions { Wall = 0.5 }).Scene.Marks.ShouldContain(mark => mark.Role == SceneRole.Region);
        new Navigation2DFamily().Scene.Marks.ShouldNotContain(mark => mark.Role == SceneRole.Region);
    }

    [Fact]
    public void Trace_Bandit_CountsThePullsAndTellsTheirOrder()
    {
        var family = new BernoulliBanditFamily(new BernoulliBanditOptions { Arms = 3, Pulls = 4 });
        MdpTask task = Task(BernoulliBanditFamily.Id, 0.1, 0.9, 0.5);

        SceneTrace trace = family.Trace(task, Episode([[1], [1], [1], [1], [1]], [[1], [0], [1], [1]]));

        trace.Marks.Single(mark => mark.Shape == SceneShape.Bars).Points.ShouldBe([new(0, 0.25), new(1, 0.75), new(2, 0)]);
        trace.Marks.Single(mark => mark.Shape == SceneShape.Line).Points.ShouldBe([new(1, 1), new(2, 0), new(3, 1), new(4, 1)]);
        trace.Facts.ShouldHaveSingleItem().Value.ShouldBe(0.75);
        family.Marks(task).Single(mark => mark.Role == SceneRole.Goal).Points.ShouldBe([new ScenePoint(1, 0.9)]);
    }

    [Fact]
    public void Trace_Stock_AmountsExplainTheReward()
    {
        var family = new StockFamily();
        MdpTask task = family.SampleTask(s_key, 0);
        IEnvironment environment = family.Create(task, 1);
        int size = family.Spec.ActionSize;
        var observation = new Real[family.Spec.ObservationSize];
        var rewards = new Real[1];
        var result = new StepResult
        {
            Observations = observation,
            Rewards = rewards,
            Terminated = new bool[1],
            Truncated = new bool[1],
            Succeeded = new bool[1],
        };
        environment.Reset([0], s_key, observation);
        var observations = new List<double[]> { Doubles(observation) };
        double sum = 0;
        for (int t = 0; t < family.Spec.Horizon; t++)
        {
            Real[] action = [.. Enumerable.Range(0, size).Select(i => (Real)((2 * s_key.Uniform((ulong)((t * size) + i))) - 1))];
            environment.Step([0], action, result);
            observations.Add(Doubles(observation));
            sum += rewards[0];
        }

        SceneTrace trace = family.Trace(task, Episode(observations, []));

        double[] values = [.. trace.Marks[0].Points.Select(point => point.Y)];
        double punished = trace.Facts[1].Value;
        punished.ShouldBeGreaterThan(0);
        trace.Marks.Single(mark => mark.Role == SceneRole.Fault).Points.Sum(point => point.Y).ShouldBe(punished, 1);
        (sum / family.Options.RewardScale).ShouldBe(
            values[^1] - values[0] - (family.Options.RiskWeight * punished), 30, "260 rewards and values of a million in float");
    }

    [Fact]
    public void Scene_Stock_DaysAreThoseOfTheMarket()
    {
        var family = new StockFamily();

        double[] days = [.. family.Scene.Marks[0].Points.Select(point => point.X)];

        days.Length.ShouldBe(family.Market.Dates.Length);
        DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(days[^1])).ShouldBe(family.Market.Dates[^1]);
    }

    [Fact]
    public void Picture_FamilyWithout_IsNullAndOfASingleEnvironmentTheGivenOne()
    {
        ITaskScene drawn = new DroneFamily();
        EnvironmentSpec spec = new DroneFamily().Spec;

        ((IEnvironmentFamily)new SingleEnvironmentFamily(spec, _ => throw new NotSupportedException())).Picture.ShouldBeNull();
        new SingleEnvironmentFamily(spec, _ => throw new NotSupportedException(), drawn).Picture.ShouldBe(drawn);
        ((IEnvironmentFamily)drawn).Picture.ShouldBe(drawn);
    }

    [Fact]
    public void Way_SeveralPictures_IsDrawnInPlacesAlone()
    {
        ScenePicture place = new() { Name = "place", Title = "Place", X = new SceneAxis("x"), Y = new SceneAxis("y"), Position = (2, 0) };
        Scene scene = new() { Pictures = [place, place with { Name = "series", Position = null }] };

        SceneMark way = SceneTrace.Way(scene, Episode([[1, 2, 3], [4, 5, 6]], [[0]])).Marks.ShouldHaveSingleItem();

        way.Picture.ShouldBe("place");
        way.Points.ShouldBe([new ScenePoint(3, 1), new ScenePoint(6, 4)]);
    }

    private static MdpTask Task(string id, params double[] parameters) => new() { EnvironmentId = id, Parameters = [.. parameters] };

    private static SceneEpisode Episode(IReadOnlyList<double[]> observations, IReadOnlyList<double[]> actions)
        => new() { Observations = observations, Actions = actions, Rewards = new double[actions.Count] };

    private static double[] Doubles(Real[] values) => [.. values.Select(value => (double)value)];
}
