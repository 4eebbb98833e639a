using Xmrl.Experiments.Comparison;
using Xmrl.Runs.Records;
using Xmrl.Training.Loop;

namespace Xmrl.Comparing.Tables;

/// <summary>A run in the list of runs.</summary>
internal sealed record RunRow
{
    /// <summary>Where the run stands.</summary>
    public required RunSummary Summary { get; init; }

    /// <summary>Key of the learner; null where it has none, or cannot be read.</summary>
    public string? Learner { get; init; }

    /// <summary>Share of the whole run that is done, in [0, 1]; null where it is not known.</summary>
    public double? Progress { get; init; }

    /// <summary>Mean score of the base policy on test tasks; null before it is there.</summary>
    public double? Score { get; init; }

    /// <summary>The highest mean score of a retrained policy; null where there is none.</summary>
    public double? BestScore { get; init; }

    /// <summary>What the scores measure; null before they are there.</summary>
    public string? ScoreName { get; init; }

    /// <summary>When the run was started first.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>Seconds of work over all resumptions; null where nothing is known.</summary>
    public double? Seconds { get; init; }

    /// <summary>What is wrong with the files that the row is made of; null for nothing known. What they would say is then left
    /// out.</summary>
    public string? Problem { get; init; }

    /// <summary>Looks at a run; what cannot be read, or is not what the run wrote, is left out and said.</summary>
    /// <param name="summary">The run.</param>
    /// <param name="now">This moment.</param>
    internal static RunRow Of(RunSummary summary, DateTimeOffset now)
    {
        var row = new RunRow { Summary = summary };
        if (summary.State is not { } state)
        {
            return row with { Problem = summary.Problem };
        }

        row = row with
        {
            Progress = state.Phase == RunPhase.Done ? 1 : summary.Heartbeat?.Share,
            Started = state.StartedAt,
            Seconds = summary.Status == "interrupted" ? null : ((state.FinishedAt ?? now) - state.StartedAt).TotalSeconds,
        };
        try
        {
            return summary.Status == "done" && Damage(RunDirectory.OpenPart(summary.FullPath)) is { } damage
                ? row with { Problem = damage }
                : Read(row, new TidyRun(summary));
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return row with { Problem = error.Message };
        }
    }

    /// <summary>What is wrong with the figures or the configuration of a run that is done.</summary>
    private static string? Damage(RunDirectory run)
        => run.Manifest.Exists && (run.Manifest.ProblemIfListed(run.EvaluationPath)
            ?? (File.Exists(run.EvaluationPath) ? run.Manifest.ProblemOf(run.EvaluationPath) : null)) is { } found
            ? found
            : run.IdentityProblems().FirstOrDefault(
                problem => problem.Name == Path.GetFileName(run.ConfigurationPath))?.Message;

    private static RunRow Read(RunRow row, TidyRun run)
    {
        StoredEvaluation? evaluation = run.Evaluation;
        bool isWork = run.State.Phase == RunPhase.Done || row.Seconds is null || WentOn(run.Directory);
        return row with
        {
            Learner = run.Learner.Length > 0 ? run.Learner : null,
            Score = evaluation?.Methods[0].Mean.Value,
            BestScore = evaluation is { Methods.Count: > 1 } ? evaluation.Methods.Skip(1).Max(static method => method.Mean.Value) : null,
            ScoreName = evaluation?.Score,
            Started = FirstStart(run.Directory, run.State),
            Seconds = isWork ? Worked(run, row.Seconds) : row.Seconds,
        };
    }

    /// <summary>When a run was begun. Former versions did not say: their configuration was written then, and a copy of it may be younger
    /// than the run.</summary>
    internal static DateTimeOffset FirstStart(RunDirectory run, RunState state)
    {
        if (state.FirstStartedAt is { } told)
        {
            return told;
        }

        DateTimeOffset first = File.Exists(run.ConfigurationPath)
            ? new DateTimeOffset(File.GetLastWriteTimeUtc(run.ConfigurationPath), TimeSpan.Zero)
            : state.StartedAt;
        return first < state.StartedAt ? first : state.StartedAt;
    }

    private static bool WentOn(RunDirectory run) => run.ReadCommands().Count > 1;

    /// <summary>What the stages took, as the report says it, with what the present one has taken since the last start. Of a run that is
    /// done, whatever its command lines say: the time since its last start, or what its stages took where that is more.</summary>
    private static double? Worked(TidyRun run, double? since)
    {
        double stages = run.Stages.Entries.Sum(static entry => entry.Seconds);
        if (run.State.Phase == RunPhase.Done && since is { } last)
        {
            return Math.Max(stages, last);
        }

        bool isOpen = run.State.Phase != RunPhase.Done && !run.Stages.Has(run.State.Stage);
        double open = isOpen ? run.Directory.Series().Where(series => !IsFinished(run, series)).Sum(series => SecondsOf(run, series)) : 0;
        return stages + Math.Max(open, isOpen ? since ?? 0 : 0) is var all and > 0 ? all : since;
    }

    private static bool IsFinished(TidyRun run, string series)
        => series.Length == 0 && run.Stages.Has(StageBook.MetaTraining);

    private static double SecondsOf(TidyRun run, string series)
        => run.Directory.ReadMetrics(series).Sum(static row => row.Values.TryGetValue("seconds", out double value) ? value : 0);
}
