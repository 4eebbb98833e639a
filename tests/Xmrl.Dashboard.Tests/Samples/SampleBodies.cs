using Xmrl.Runs.Reports;
using Xmrl.Runs.Reports.Explanations;
using Xmrl.Runs.Reports.Pictures;
using Xmrl.Runs.Reports.Replays;

namespace Xmrl.Dashboard.Tests.Samples;

/// <summary>A report with replays in space: a walker with a leg of every solid, on two tasks, before and after everything.</summary>
internal static class SampleBodies
{
    public const int Steps = 40;
    public const double SecondsPerStep = 0.05;

    private const int Bodies = 5;

    /// <summary>The sample with replays; the repaired policy goes twice as far.</summary>
    public static ReportData Create()
    {
        ReportData data = ReportSample.Create();
        ReportTask poor = data.Tasks.First(static task => task.Set == ReportTaskSet.Test && task.IsPoor);
        ReportTask other = data.Tasks.First(static task => task.Set == ReportTaskSet.Test && !task.IsPoor);
        return data with { Replays = Replays([poor.Id, other.Id]) };
    }

    private static ReportReplays Replays(IReadOnlyList<string> tasks) => new()
    {
        SecondsPerStep = SecondsPerStep,
        Models = [Model],
        Episodes =
        [
            .. tasks.SelectMany(static task => new[] { ReportPhase.Before, ReportPhase.After }
                .SelectMany(phase => new[] { false, true }.Select(isAdapted => Episode(task, phase, isAdapted)))),
        ],
    };

    private static ReportBodyModel Model { get; } = new()
    {
        Bodies =
        [
            new("torso", "torso"), new("left leg", "left leg"), new("right leg", "right leg"), new("head", "head"),
            new("box that stands", "things"),
        ],
        Shapes =
        [
            Shape(0, ReportSolid.Capsule, 0.1, 0.5), Shape(1, ReportSolid.Cylinder, 0.06, 0.25),
            Shape(2, ReportSolid.Box, 0.05, 0.05, 0.25), Shape(3, ReportSolid.Ellipsoid, 0.2, 0.12, 0.12),
            Shape(3, ReportSolid.Sphere, 0.1), Shape(4, ReportSolid.Box, 0.2, 0.2, 0.2),
        ],
        Followed = 0,
        Radius = 1.4,
    };

    private static ReportReplay Episode(string task, ReportPhase phase, bool isAdapted)
    {
        double speed = (phase == ReportPhase.After ? 2 : 1) * (isAdapted ? 1 : 0.5);
        return PoseCode.Encode(
            new ReportReplay
            {
                TaskId = task,
                Phase = phase,
                IsAdapted = isAdapted,
                Return = -10 / speed,
                Succeeded = speed > 1,
                Aims = [new ReportAim("speed that the task asks", ReportAimKind.Velocity, [2, 0, 0])],
                Model = 0,
                Steps = Steps,
            },
            [.. Enumerable.Range(0, Steps + 1).Select(t => Poses(speed * t * SecondsPerStep, t))],
            2);
    }

    private static double[] Poses(double x, int t)
    {
        double swing = 0.4 * Math.Sin(0.5 * t);
        double[] poses = new double[Bodies * PoseCode.Size];
        Put(0, [x, 0, 0.7], Math.PI / 2);
        Put(1, [x - 0.4, 0.15, 0.35], swing);
        Put(2, [x + 0.4, -0.15, 0.35], -swing);
        Put(3, [x + 0.6, 0, 0.85], 0);
        Put(4, [1, 0.8, 0.2], 0);
        return poses;

        // About y.
        void Put(int body, double[] place, double angle)
        {
            place.CopyTo(poses, body * PoseCode.Size);
            poses[(body * PoseCode.Size) + 3] = Math.Cos(angle / 2);
            poses[(body * PoseCode.Size) + 5] = Math.Sin(angle / 2);
        }
    }

    private static ReportShape3D Shape(int body, ReportSolid kind, params double[] size) => new(body, kind, size, [0, 0, 0], [1, 0, 0, 0]);
}
