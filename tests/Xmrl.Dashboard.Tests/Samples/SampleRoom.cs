using Xmrl.Runs.Reports.Explanations;
using Xmrl.Runs.Reports.Pictures;

namespace Xmrl.Dashboard.Tests.Samples;

/// <summary>A room with one goal and one obstacle: which tasks block the direct way, and what paths look like.</summary>
internal static class SampleRoom
{
    private static readonly double[] Start = [7.2, 0.5];

    private const string Room = "room";

    public static ReportScene Scene => new()
    {
        Pictures =
        [
            new ReportPicture
            {
                Name = Room,
                Title = "The room from above",
                X = new ReportAxis { Label = "x", Unit = "m", Low = 0, High = 8 },
                Y = new ReportAxis { Label = "y", Unit = "m", Low = 0, High = 12 },
                IsPlace = true,
            },
        ],
        Marks =
        [
            Mark(ReportShape.Rectangle, ReportRole.Region, "walls", [0, 0], [8, 12]),
            Mark(ReportShape.Points, ReportRole.Start, "start", Start),
        ],
        Maps =
        [
            new ReportTaskMap { Title = "Where the goal lies", X = "goalX", Y = "goalY", Unit = "m" },
            new ReportTaskMap { Title = "Where the obstacle lies", X = "obstacleX", Y = "obstacleY", Unit = "m" },
        ],
    };

    public static IReadOnlyList<ReportMark> Marks(IReadOnlyDictionary<string, double> task) =>
    [
        Mark(
            ReportShape.Rectangle, ReportRole.Goal, "goal",
            [task["goalX"] - 0.5, task["goalY"] - 0.5], [task["goalX"] + 0.5, task["goalY"] + 0.5]),
        Mark(
            ReportShape.Rectangle, ReportRole.Obstacle, "obstacle",
            [task["obstacleX"], task["obstacleY"]], [task["obstacleX"] + 3, task["obstacleY"] + 1]),
    ];

    public static Dictionary<string, double> Draw(SampleNoise noise) => new(StringComparer.Ordinal)
    {
        ["goalX"] = Math.Round(noise.Between(0.5, 7.5), 3),
        ["goalY"] = Math.Round(noise.Between(8, 11), 3),
        ["obstacleX"] = Math.Round(noise.Between(0, 4), 3),
        ["obstacleY"] = Math.Round(noise.Between(4, 5), 3),
    };

    /// <summary>0 where the direct way is free, up to 1 where it leads through the middle of the obstacle.</summary>
    public static double Blocked(IReadOnlyDictionary<string, double> task)
    {
        double share = (task["obstacleY"] + 0.5 - Start[1]) / (task["goalY"] - Start[1]);
        double crossing = Start[0] + (share * (task["goalX"] - Start[0]));
        double distance = Math.Abs(crossing - (task["obstacleX"] + 1.5));
        return Math.Clamp(2 - distance, 0, 1);
    }

    public static ReportEpisode Episode(ReportTask task, ReportPhase phase, SampleNoise noise)
    {
        bool detour = phase == ReportPhase.After || noise.Uniform() < 0.25;
        double[] goal = [task.Parameters["goalX"], task.Parameters["goalY"]];
        double[] bend = detour
            ? [Math.Max(task.Parameters["obstacleX"] + 3.3, 5) + noise.Between(0, 1.2), task.Parameters["obstacleY"] + 1.2]
            : [(Start[0] + goal[0]) / 2 + noise.Between(-0.3, 0.3), (Start[1] + goal[1]) / 2];
        List<double[]> points = [];
        double x = Start[0];
        double y = Start[1];
        bool passed = false;
        for (int step = 0; step < 190; step++)
        {
            points.Add([Math.Round(x, 3), Math.Round(y, 3)]);
            if (Inside(x, y, goal[0] - 0.5, goal[1] - 0.5, 1, 1))
            {
                return Build(true);
            }

            if (Inside(x, y, task.Parameters["obstacleX"], task.Parameters["obstacleY"], 3, 1))
            {
                return Build(false);
            }

            passed |= y > bend[1];
            double[] aim = passed ? goal : bend;
            double angle = Math.Atan2(aim[1] - y, aim[0] - x) + (0.35 * noise.Normal());
            x = Math.Clamp(x + (0.1 * Math.Cos(angle)), 0, 8);
            y = Math.Clamp(y + (0.1 * Math.Sin(angle)), 0, 12);
        }

        return Build(false);

        ReportEpisode Build(bool succeeded) => new()
        {
            TaskId = task.Id,
            Phase = phase,
            Return = succeeded ? 10 : 1,
            Succeeded = succeeded,
            Marks = [Mark(ReportShape.Line, ReportRole.Path, "way", [.. points])],
        };
    }

    private static ReportMark Mark(ReportShape shape, ReportRole role, string label, params double[][] points)
        => new() { Picture = Room, Shape = shape, Role = role, Label = label, Points = points };

    private static bool Inside(double x, double y, double left, double bottom, double width, double height) =>
        x >= left && x <= left + width && y >= bottom && y <= bottom + height;
}
