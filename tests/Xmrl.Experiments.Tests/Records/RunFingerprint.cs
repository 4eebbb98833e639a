using System.Security.Cryptography;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Runs.TensorBoard;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Tests.Records;

/// <summary>Everything in a finished run that the seed alone decides.</summary>
internal static class RunFingerprint
{
    private static readonly string[] s_names =
    [
        "config.yaml", "tasks.json", "explanation.json", "fidelity.json", "confirmation.json", "evaluation.json",
        "repaired.safetensors", "description.json", "episodes.json",
    ];

    /// <summary>SHA-256 of results and final checkpoints by name, and metrics, table and events without times.</summary>
    internal static SortedDictionary<string, string> Of(RunDirectory run)
    {
        IEnumerable<string> finals = run.Checkpoints.List()
            .GroupBy(checkpoint => checkpoint.Series)
            .Select(series => series.MaxBy(checkpoint => checkpoint.Iteration)!.FullPath);
        IEnumerable<string> files = s_names.Select(run.File)
            .Where(File.Exists)
            .Concat(Directory.GetFiles(run.FullPath, "mixing-*.json"))
            .Concat(finals);
        var all = new SortedDictionary<string, string>(
            files.ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))),
            StringComparer.Ordinal);
        foreach (string series in run.Series())
        {
            all[Path.GetFileName(run.MetricsPathOf(series))] = string.Join('\n', run.ReadMetrics(series).Select(Line));
            all[Path.GetFileName(run.ProgressPathOf(series))] = string.Join('\n', run.ReadProgress(series).Select(Line));
        }

        foreach (string series in run.Checkpoints.List().Select(checkpoint => checkpoint.Series).Distinct())
        {
            all[$"events of {series}"] = string.Join('\n', EventReader.Read(TrainingEvents.PathOf(run, series)).Select(Line));
        }

        return all;
    }

    private static string Line(ScalarEvent step)
        => $"{step.Step} {string.Join(' ', step.Values.Where(value => !value.Key.StartsWith("time/", StringComparison.Ordinal)))}";

    private static string Line(MetricsRow row)
    {
        IEnumerable<string> values = row.Values
            .Where(value => !value.Key.EndsWith("seconds", StringComparison.Ordinal))
            .Select(value => $"{value.Key}={value.Value:R}");
        return $"{row.Iteration} {string.Join(' ', values)} {string.Join(' ', row.Hashes)}";
    }
}
