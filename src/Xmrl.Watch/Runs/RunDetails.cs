using Xmrl.Comparing.Tables;
using Xmrl.Diagnosis;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Reporting;
using Xmrl.Meta.Learners;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Runs;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports.Results;

namespace Xmrl.Watch.Runs;

/// <summary>The part of a run's row that takes its files to be read.</summary>
internal sealed record RunDetails
{
    private const string CurveColumn = "return_after";

    /// <summary>Rows of metrics behind the small curve of a row: between half of its points and all of them.</summary>
    private const int CurveRows = 20;

    private static readonly RunDetails s_none = new();

    private RunRow? Row { get; init; }

    private string? Cause { get; init; }

    private ReportDecision? Decision { get; init; }

    private IReadOnlyList<double[]> Curve { get; init; } = [];

    private string? Problem { get; init; }

    private bool HasPage { get; init; }

    /// <summary>A tail for <see cref="Read"/>, kept while a run is at work so that no line is read twice.</summary>
    /// <param name="run">The run.</param>
    public static MetricsTail TailOf(RunDirectory run) => new(run.MetricsPath, CurveRows);

    /// <summary>Reads the files of a run; what cannot be read is left out and said.</summary>
    /// <param name="summary">The run.</param>
    /// <param name="tail">The metrics of its meta-training.</param>
    /// <param name="now">This moment.</param>
    public static RunDetails Read(RunSummary summary, MetricsTail tail, DateTimeOffset now)
    {
        if (summary.State is not { } state)
        {
            return s_none;
        }

        RunDirectory run = RunDirectory.OpenPart(summary.FullPath);
        RunRow row = RunRow.Of(summary, now);
        var details = new RunDetails
        {
            Row = row,
            Problem = row.Problem,
            HasPage = File.Exists(run.File(ReproductionResult.PageName)),
        };
        try
        {
            tail.Update();
            return details with { Curve = Points(tail.Rows), Cause = CauseOf(run), Decision = DecisionOf(run, state) };
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return details with { Problem = details.Problem ?? FailureSentence.Of(error) };
        }
    }

    /// <summary>Puts a row together.</summary>
    /// <param name="summary">Where the run stands.</param>
    /// <param name="id">Its name in the list.</param>
    /// <param name="details">What was read of its files; null before that.</param>
    /// <param name="program">How the user calls the program.</param>
    public static WatchedRun Join(RunSummary summary, string id, RunDetails? details, string program)
    {
        details ??= s_none;
        if (summary.State is not { } state)
        {
            return new WatchedRun { Id = id, Status = summary.Status, Problem = summary.Problem };
        }

        bool isTable = state.Action == "reproduce";
        bool isOpen = summary.Status is not ("done" or "running");
        RunHeartbeat? beat = summary.Heartbeat is { } own && own.Stage == state.Stage ? own : null;
        return new WatchedRun
        {
            Id = id,
            Action = state.Action,
            Experiment = state.Experiment,
            Learner = details.Row?.Learner is { } learner ? LearnerTable.TitleOf(learner) : null,
            Seed = state.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Quick = state.Quick,
            Status = summary.Status,
            Stage = summary.Status == "done" || state.Stage.Length == 0 ? null : state.Stage,
            Progress = state.Phase == RunPhase.Done ? 1 : summary.Heartbeat?.Share,
            SecondsLeft = summary.Status == "running" ? beat?.SecondsLeft : null,
            Detail = summary.Status != "done" && beat?.Detail is { Length: > 0 } words ? words : null,
            At = summary.Heartbeat?.At,
            Started = details.Row?.Started ?? state.StartedAt,
            Seconds = details.Row?.Seconds,
            Score = details.Row?.Score,
            BestScore = details.Row?.BestScore,
            ScoreName = details.Row?.ScoreName,
            Cause = details.Cause,
            Outcome = details.Decision?.Outcome,
            Decision = details.Decision?.Sentence,
            Curve = details.Curve,
            Problem = details.Problem ?? (state.Phase == RunPhase.Failed && state.Message.Length > 0 ? state.Message : null),
            Resume = isOpen ? $"{program} resume {Training.Hosting.ShellText.Quote(summary.FullPath)}" : null,
            HasReport = !isTable,
            Page = details.HasPage ? $"/page?run={Uri.EscapeDataString(id)}" : null,
        };
    }

    private static IReadOnlyList<double[]> Points(IReadOnlyList<MetricsRow> rows) =>
    [
        .. rows.Where(static row => row.Values.TryGetValue(CurveColumn, out double value) && double.IsFinite(value))
            .Select(static row => new[] { row.Iteration + 1, row.Values[CurveColumn] }),
    ];

    private static string? CauseOf(RunDirectory run)
    {
        string path = run.File(StoredDiagnosis.FileName);
        return File.Exists(path) && RunJson.Read<StoredDiagnosis>(path) is { Kinds: { Count: > 0 } kinds } found
            ? DiagnosisWords.Of(found.Prescribed is { } one && one < kinds.Count ? kinds[one].Cause : kinds[0].Cause)
            : File.Exists(path) ? DiagnosisWords.Of(Diagnosis.Decision.Cause.NothingToRepair) : null;
    }

    private static ReportDecision? DecisionOf(RunDirectory run, RunState state)
        => state.Action == "improve" && File.Exists(run.EvaluationPath)
            && DecisionPart.Of(new ReportRecord(run, MethodTable.Standard)) is { Outcome: not ReportOutcome.Unfinished } found
                ? found
                : null;
}
