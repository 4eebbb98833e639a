using Xmrl.Diagnosis;
using Xmrl.Experiments.Comparison;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;

namespace Xmrl.Watch.Runs;

/// <summary>What is looked at to know whether a run has changed: its state, and times and lengths of the files that its row and its
/// report are made of.</summary>
/// <param name="Summary">Where the run stands.</param>
/// <param name="Files">Name, time and length of each file that is there.</param>
internal sealed record RunStamp(RunSummary Summary, string Files)
{
    private static readonly string[] s_names =
        [StoredDiagnosis.FileName, StoredConfirmation.FileName, ReproductionResult.PageName, ReproductionResult.FileName];

    /// <summary>Looks at a run.</summary>
    /// <param name="summary">The run.</param>
    public static RunStamp Of(RunSummary summary)
    {
        RunDirectory run = RunDirectory.OpenPart(summary.FullPath);
        string[] paths =
        [
            run.ConfigurationPath, run.TasksPath, run.ExplanationPath, run.EvaluationPath, run.ReportDataPath,
            .. s_names.Select(name => Path.Combine(run.FullPath, name)), .. RunFiles.List(run.FullPath, "metrics*.jsonl"),
        ];
        return new RunStamp(summary, string.Join('\n', paths.Select(Stamp)));
    }

    private static string Stamp(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? $"{file.Name} {file.LastWriteTimeUtc.Ticks} {file.Length}" : "";
    }
}
