using Xmrl.Runs.Reports.Pictures;
using Xmrl.Runs.Reports.Replays;

namespace Xmrl.Runs.Tests.Replays;

/// <summary>Bodies that swing and turn.</summary>
internal static class SampleReplays
{
    /// <summary>Poses of bodies over an episode.</summary>
    public static double[][] Frames(int steps, int bodies, double phase) =>
    [
        .. Enumerable.Range(0, steps + 1).Select(t => Enumerable.Range(0, bodies).SelectMany(body =>
        {
            double angle = phase + body + (0.1 * t);
            return new[]
            {
                Math.Sin(angle), 0.1 * t, 0.5 * Math.Cos(2 * angle),
                Math.Cos(angle / 4), 0.6 * Math.Sin(angle / 4), 0, 0.8 * Math.Sin(angle / 4),
            };
        }).ToArray()),
    ];

    /// <summary>An episode without tracks.</summary>
    public static ReportReplay Replay(string task, int steps, bool isAdapted = true) => new()
    {
        TaskId = task,
        Phase = ReportPhase.Before,
        IsAdapted = isAdapted,
        Model = 0,
        Steps = steps,
        Return = 1.5,
        Aims = [new ReportAim("place", ReportAimKind.Place, [1, 2, 0])],
    };

    /// <summary>A model of boxes.</summary>
    public static ReportBodyModel Model(int bodies) => new()
    {
        Bodies = [.. Enumerable.Range(0, bodies).Select(body => new ReportBody($"body {body}", "all"))],
        Shapes =
        [
            .. Enumerable.Range(0, bodies).Select(body => new ReportShape3D(
                body, ReportSolid.Box, [0.1, 0.12345, 0.2], [0, 0.5, 0.33333], [0.70711, 0, 0.70711, 0])),
        ],
        Radius = 1,
    };
}
