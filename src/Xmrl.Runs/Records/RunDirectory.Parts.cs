using Xmrl.Runs.Curves;
using Xmrl.Runs.Files;
using Xmrl.Runs.Provenance;
using Xmrl.Runs.Reports;

namespace Xmrl.Runs.Records;

/// <content>Readers of the parts; a part that a run does not have (yet) is empty or null.</content>
public sealed partial class RunDirectory
{
    private const string MetricsSuffix = ".jsonl";
    private const string MetricsStart = "metrics";
    private const string ProgressStart = "progress";
    private const int MostCommands = 100_000;

    /// <summary>Folder of what evaluate found.</summary>
    internal string EvaluationsPath => Path.Combine(FullPath, "evaluations");

    /// <summary>Metrics of a series: metrics.jsonl for the first training, metrics-name.jsonl for another.</summary>
    /// <param name="series">Letters, digits and hyphens; empty for the first.</param>
    internal string MetricsPathOf(string series) => File(Named(MetricsStart, series, MetricsSuffix));

    /// <summary>Table of a series: progress.csv for the first training, progress-name.csv for another.</summary>
    /// <param name="series">Letters, digits and hyphens; empty for the first.</param>
    internal string ProgressPathOf(string series) => File(Named(ProgressStart, series, ".csv"));

    /// <summary>Reads the resolved configuration, YAML.</summary>
    public string ReadConfiguration() => RunFiles.ReadText(ConfigurationPath);

    /// <summary>Reads the command lines: the one that started the run, then one for each resumption.</summary>
    /// <exception cref="InvalidDataException">There are more than any run could have.</exception>
    internal IReadOnlyList<string> ReadCommands()
    {
        IEnumerable<string> lines = System.IO.File.Exists(CommandPath) ? LineFile.Read(CommandPath, RunFiles.TextLimit) : [];
        string[] commands = [.. lines.Take(MostCommands + 1)];
        return commands.Length <= MostCommands
            ? commands
            : throw new InvalidDataException($"{CommandPath} has more than {MostCommands} lines.");
    }

    /// <summary>Reads machine and software; null if the run has not stored them.</summary>
    /// <exception cref="InvalidDataException">The file is not valid.</exception>
    internal EnvironmentInfo? ReadEnvironment()
        => System.IO.File.Exists(EnvironmentPath) ? RunJson.Read<EnvironmentInfo>(EnvironmentPath) : null;

    /// <summary>Series that have metrics: the first training (empty name) first, the others by name.</summary>
    public IReadOnlyList<string> Series() =>
    [
        .. RunFiles.List(FullPath, MetricsStart + "*" + MetricsSuffix)
            .Select(static path => Path.GetFileName(path)[MetricsStart.Length..^MetricsSuffix.Length])
            .Where(static rest => rest.Length == 0 || (rest.Length > 1 && rest[0] == '-' && IsSeries(rest)))
            .Select(static rest => rest.Length == 0 ? rest : rest[1..])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads the metrics of a series, also while they are being written.</summary>
    /// <param name="series">One of <see cref="Series"/>.</param>
    /// <returns>Rows by iteration; none if there is no such file.</returns>
    /// <exception cref="InvalidDataException">A line is not valid.</exception>
    public IEnumerable<MetricsRow> ReadMetrics(string series)
        => System.IO.File.Exists(MetricsPathOf(series)) ? MetricsReader.Read(MetricsPathOf(series)) : [];

    /// <summary>Reads the table of a series, also while it is being written.</summary>
    /// <param name="series">One of <see cref="Series"/>.</param>
    /// <returns>Rows by iteration; none if there is no such file.</returns>
    /// <exception cref="InvalidDataException">A line is not valid.</exception>
    internal IEnumerable<MetricsRow> ReadProgress(string series)
        => System.IO.File.Exists(ProgressPathOf(series)) ? ProgressCsvReader.Read(ProgressPathOf(series)) : [];

    /// <summary>Files of the evaluations, by name.</summary>
    internal IReadOnlyList<string> Evaluations() =>
        [.. RunFiles.List(EvaluationsPath, "*.json").Order(StringComparer.Ordinal)];

    /// <summary>Reads the report's data; null if there are none.</summary>
    /// <exception cref="InvalidDataException">They are not valid.</exception>
    internal ReportData? ReadReport()
    {
        if (!System.IO.File.Exists(ReportDataPath))
        {
            return null;
        }

        using FileStream source = RunFiles.OpenRead(ReportDataPath);
        return ReportFile.Read(source);
    }

    private static bool IsSeries(string series) => series.All(static character => char.IsAsciiLetterOrDigit(character) || character == '-');

    private static string Named(string start, string series, string suffix)
    {
        ArgumentNullException.ThrowIfNull(series);
        return IsSeries(series)
            ? series.Length == 0 ? start + suffix : $"{start}-{series}{suffix}"
            : throw new ArgumentException($"series is {series}; expected letters, digits and hyphens.", nameof(series));
    }
}
