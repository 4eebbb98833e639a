using System.Globalization;
using Xmrl.Experiments.Comparison;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports;

namespace Xmrl.Experiments.Reporting;

/// <summary>What ran, when, with which configuration and software, and what came of it.</summary>
internal static class IdentityPart
{
    public static ReportIdentity Of(ReportRecord record)
    {
        IReadOnlyList<string> commands = record.Run.ReadCommands();
        return new ReportIdentity
        {
            Title = record.Description.Title,
            Decision = DecisionPart.Of(record),
            Verdict = VerdictOf(record),
            Experiment = record.State.Experiment,
            EnvironmentId = record.Description.EnvironmentId,
            Seed = record.State.Seed,
            CommandLine = commands.Count > 0 ? commands[0] : string.Empty,
            CreatedAt = record.State.StartedAt,
            DurationSeconds = record.Stages.Sum(entry => entry.Seconds),
            Versions = Versions(record.Run),
            ConfigurationYaml = record.Run.ReadConfiguration(),
            Statuses = [.. Unfinished.Remarks(record), .. Remarks.Of(record)],
        };
    }

    private static string? VerdictOf(ReportRecord record) => record.Evaluation is not { } evaluation
        ? null
        : Verdict.Of(evaluation.Methods, record.Description.Score.IsShare, record.Tasks?.SeenTestTasks() ?? 0, record.Methods)
            + (record.Confirmation is { } decision ? $" {decision.Reason}" : string.Empty);

    private static List<ReportEntry> Versions(RunDirectory run)
    {
        if (run.ReadEnvironment() is not { } info)
        {
            return [];
        }

        string commit = info.Commit is { } known ? $" ({known}{(info.Dirty == true ? ", changed" : string.Empty)})" : string.Empty;
        return
        [
            new("Xmrl", info.XmrlVersion + commit),
            new(".NET", info.DotNet),
            new("Precision", info.Precision),
            new("Operating system", info.OperatingSystem),
            new(
                "Processor",
                string.Create(
                    CultureInfo.InvariantCulture, $"{info.Processor}, {info.Cores} cores, {info.VectorBits}-bit vectors")),
            .. info.Libraries.Select(library => new ReportEntry(library.Key, library.Value)),
        ];
    }
}
