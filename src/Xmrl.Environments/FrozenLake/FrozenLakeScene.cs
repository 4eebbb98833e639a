using Xmrl.Rl.Environments.Scenes;

namespace Xmrl.Environments.FrozenLake;

/// <summary>The picture of Frozen Lake: the lake from above, a cell one unit wide, the start at the top left.</summary>
internal static class FrozenLakeScene
{
    private const string Lake = "lake";
    private const string VisitsLabel = "visits of a cell, by area";

    /// <summary>What all tasks have in common.</summary>
    public static Scene Of(FrozenLakeFamily family)
    {
        int size = family.Options.Size;
        return new Scene
        {
            Pictures =
            [
                new ScenePicture
                {
                    Name = Lake,
                    Title = "The lake from above",
                    X = new SceneAxis("column", null, 0, size),
                    Y = new SceneAxis("row from below", null, 0, size),
                    IsPlace = true,
                },
            ],
            Marks =
            [
                Mark(SceneShape.Rectangle, SceneRole.Region, "lake", [new(0, 0), new(size, size)]),
                Mark(SceneShape.Rectangle, SceneRole.Goal, "goal", Square((size * size) - 1, size)),
                Mark(SceneShape.Points, SceneRole.Start, "start", [Centre(0, size)]),
            ],

            // A hole beside an end leaves one way there: these four tell most of a task.
            Maps =
            [
                new TaskMap("Holes beside the start", FrozenLakeFamily.Name(1), FrozenLakeFamily.Name(size)),
                new TaskMap(
                    "Holes beside the goal", FrozenLakeFamily.Name((size * size) - 2), FrozenLakeFamily.Name((size * (size - 1)) - 1)),
            ],
        };
    }

    /// <summary>The holes.</summary>
    public static IReadOnlyList<SceneMark> Marks(FrozenLakeMap map)
        => [.. map.Holes.Select(cell => Mark(SceneShape.Rectangle, SceneRole.Obstacle, "hole", Square(cell, map.Size)))];

    /// <summary>The way of an episode, and how often each cell was visited.</summary>
    public static SceneTrace Trace(FrozenLakeMap map, SceneEpisode episode)
    {
        int[] cells = [.. episode.Observations.Select(observation => Array.IndexOf(observation, 1.0))];
        return new SceneTrace(
            [
                .. cells.CountBy(static cell => cell).OrderBy(static visit => visit.Key).Select(visit => Visits(visit.Key, visit.Value)),
                Mark(SceneShape.Line, SceneRole.Path, "way of the policy", [.. cells.Select(cell => Centre(cell, map.Size))]),
            ],
            [
                new SceneFact("steps that paid", Share(map.IsGoal), IsShare: true),
                new SceneFact("steps that charged", Share(map.IsHole), IsShare: true),
            ]);

        // A disc that fills its cell stands for all moments of the episode.
        SceneMark Visits(int cell, int count) => Mark(SceneShape.Disc, SceneRole.Context, VisitsLabel, [Centre(cell, map.Size)]) with
        {
            Radius = 0.5 * Math.Sqrt((double)count / cells.Length),
        };

        double Share(Func<int, bool> isMeant) => (double)cells.Skip(1).Count(isMeant) / (cells.Length - 1);
    }

    private static ScenePoint Centre(int cell, int size) => new((cell % size) + 0.5, size - (cell / size) - 0.5);

    private static ScenePoint[] Square(int cell, int size)
    {
        (int left, int top) = (cell % size, size - (cell / size));
        return [new(left, top - 1), new(left + 1, top)];
    }

    private static SceneMark Mark(SceneShape shape, SceneRole role, string label, ScenePoint[] points)
        => new() { Picture = Lake, Shape = shape, Role = role, Label = label, Points = points };
}
