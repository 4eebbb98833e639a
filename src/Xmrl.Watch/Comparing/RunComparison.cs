using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Comparing;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Improvement;
using Xmrl.Runs;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports;
using Xmrl.Training.Configuration;
using Xmrl.Watch.Runs;

namespace Xmrl.Watch.Comparing;

/// <summary>Several runs side by side: groups over seeds with paired differences as <c>xmrl compare</c> makes them, curves, and the runs
/// task by task.</summary>
internal sealed record RunComparison
{
    /// <summary>Most runs at once.</summary>
    public const int Most = 64;

    /// <summary>Curves of runs that are shown one by one where they make no groups.</summary>
    private const string LearningStage = "Meta-training: return";

    /// <summary>What is compared, in a few words.</summary>
    public string Title { get; init; } = "Runs";

    /// <summary>What the scores measure; null where nothing is scored yet.</summary>
    public string? Score { get; init; }

    /// <summary>What came of the comparison.</summary>
    public IReadOnlyList<string> Sentences { get; init; } = [];

    /// <summary>One row per group.</summary>
    public ComparisonTable Groups { get; init; } = new([], []);

    /// <summary>Every other group against the first.</summary>
    public ComparisonTable Differences { get; init; } = new([], []);

    /// <summary>Learning and adaptation curves, with 95 % intervals over seeds where there are groups.</summary>
    public IReadOnlyList<ReportCurve> Curves { get; init; } = [];

    /// <summary>Every other run against the first, task by task.</summary>
    public IReadOnlyList<RunPair> Pairs { get; init; } = [];

    /// <summary>Why there are no groups; null where there are.</summary>
    public string? Problem { get; init; }

    /// <summary>Compares runs.</summary>
    /// <param name="runs">Ids and folders, in the order of the page.</param>
    /// <param name="reports">Makes their reports.</param>
    public static RunComparison Of(IReadOnlyList<(string Id, RunDirectory Run)> runs, RunReports reports)
    {
        var found = new List<(string Id, ReportData Data)>();
        var limits = new List<double?>();
        string? problem = null;
        foreach ((string id, RunDirectory run) in runs)
        {
            try
            {
                found.Add((id, reports.DataOf(run)));
                limits.Add(ConfigurationReader.ReadFile<ImproveConfiguration>(
                    run.ConfigurationPath, names: MethodTable.Standard.Names).Poor.Below);
            }
            catch (Exception error) when (IsOfRun(error))
            {
                problem ??= $"{id}: {FailureSentence.Of(error)}";
            }
        }

        var pairs = new RunComparison
        {
            Score = found.Count > 0 ? found[0].Data.Score.Name : null,
            Problem = problem,
            Pairs = RunPairs.Of(found, limits),
            Curves = OneByOne(found),
        };
        try
        {
            GroupComparison groups = GroupComparison.Of([.. runs.Select(static run => run.Run.FullPath)], [], null, NullLogger.Instance);
            return pairs with
            {
                Title = ComparisonWords.Title(groups),
                Score = groups.Score,
                Sentences = [.. ComparisonWords.Sentences(groups)],
                Groups = new(ComparisonWords.Headers, [.. ComparisonWords.Rows(groups)]),
                Differences = new(ComparisonWords.DifferenceHeaders, [.. groups.Differences.Select(ComparisonWords.Cells)]),
                Curves = [.. CurvesOf(groups), .. pairs.Curves],
            };
        }
        catch (Exception error) when (IsOfRun(error))
        {
            return pairs with { Problem = problem ?? FailureSentence.Of(error) };
        }
    }

    private static bool IsOfRun(Exception error)
        => error is InvalidDataException or IOException or UnauthorizedAccessException or ArgumentException or ConfigurationException;

    private static IEnumerable<ReportCurve> CurvesOf(GroupComparison groups) =>
    [
        .. groups.Groups.Where(static group => group.Learning.Count > 0)
            .Select(group => Curve("Groups: return", group.Label, "iteration", "return after adaptation", group.Learning)),
        .. groups.Groups.Where(static group => group.Adaptation.Count > 0)
            .Select(group => Curve("Groups: adaptation", group.Label, "adaptation steps", groups.Score, group.Adaptation)),
    ];

    private static ReportCurve Curve(string stage, string label, string x, string y, IReadOnlyList<GroupCurvePoint> points) => new()
    {
        Stage = stage,
        Label = label,
        XLabel = x,
        YLabel = y,
        Points = [.. points.Select(static point => new ReportCurvePoint(point.At, point.Mean, point.Low, point.High))],
    };

    /// <summary>The return after adaptation of each run, also of runs that are at work.</summary>
    private static IReadOnlyList<ReportCurve> OneByOne(IReadOnlyList<(string Id, ReportData Data)> runs) =>
    [
        .. runs.SelectMany(static run => run.Data.Curves
            .Where(static curve => curve.Stage == LearningStage && curve.Label == "after adaptation")
            .Select(curve => curve with { Stage = "Runs: return", Label = run.Id, YLabel = "return after adaptation" })),
    ];
}
