using Xmrl.Runs.Reports.Explanations;
using Xmrl.Runs.Reports.Pictures;
using Xmrl.Runs.Reports.Replays;
using Xmrl.Runs.Reports.Results;

namespace Xmrl.Runs.Reports;

/// <summary>Everything that report.html shows about one run of the improvement pipeline. Parts that a cancelled or partial run did not
/// reach are empty or null; the report then says "not reached".</summary>
/// <remarks>Serialised as camelCase JSON by <see cref="ReportFile"/>. All numbers are finite: a value that came out as NaN is left null.
/// Scores are in the unit of <see cref="Score"/>; shares lie in [0, 1].</remarks>
internal sealed record ReportData
{
    /// <summary>The only version of this schema that the reader accepts.</summary>
    public const int CurrentSchemaVersion = 2;

    /// <summary>Version of the schema; <see cref="CurrentSchemaVersion"/>.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>What ran, when, with which configuration and software.</summary>
    public required ReportIdentity Identity { get; init; }

    /// <summary>What the scores measure.</summary>
    public required ReportScore Score { get; init; }

    /// <summary>How the figures were measured, in reading order: name and value, such as "Evaluated actions: mean". Always
    /// printed.</summary>
    public IReadOnlyList<ReportEntry> Protocol { get; init; } = [];

    /// <summary>How tasks and episodes are drawn; null where the environment has no picture.</summary>
    public ReportScene? Scene { get; init; }

    /// <summary>All tasks of the run; ids are unique.</summary>
    public IReadOnlyList<ReportTask> Tasks { get; init; } = [];

    /// <summary>What was computed, in order of execution.</summary>
    public IReadOnlyList<ReportStage> Stages { get; init; } = [];

    /// <summary>Where the time went.</summary>
    public ReportProfile? Profile { get; init; }

    /// <summary>Learning curves; curves of one <see cref="ReportCurve.Stage"/> share a chart.</summary>
    public IReadOnlyList<ReportCurve> Curves { get; init; } = [];

    /// <summary>Score over adaptation steps 0..K (or adaptation trajectories) on the test tasks, one curve per method.</summary>
    public IReadOnlyList<ReportCurve> Adaptation { get; init; } = [];

    /// <summary>How the critical tasks were found. The weights themselves are at <see cref="ReportTask.Influence"/>.</summary>
    public ReportExplanation? Explanation { get; init; }

    /// <summary>Why the poor tasks fail; null where no diagnosis was made.</summary>
    public ReportDiagnosis? Diagnosis { get; init; }

    /// <summary>What augmentation was learned.</summary>
    public ReportAugmentation? Augmentation { get; init; }

    /// <summary>Results on the test tasks. The base policy comes first; names are unique; at most one is ours.</summary>
    public IReadOnlyList<ReportMethod> Methods { get; init; } = [];

    /// <summary>Name of the method against which <see cref="ReportMethod.DifferenceToControl"/> is taken, such as "Continued"; null where
    /// none ran.</summary>
    public string? ControlName { get; init; }

    /// <summary>Scores per test task and method.</summary>
    public IReadOnlyList<ReportTaskScores> PerTask { get; init; } = [];

    /// <summary>Episodes of a few poor tasks before and after the repair; what of these tasks is drawn is at
    /// <see cref="ReportTask.Marks"/>.</summary>
    public IReadOnlyList<ReportEpisode> Episodes { get; init; } = [];

    /// <summary>Episodes of moved bodies; null where there are none.</summary>
    public ReportReplays? Replays { get; init; }
}
