using System.Globalization;
using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Rendering;

/// <summary>Prints what a run ended with.</summary>
internal static class OutcomePrinter
{
    private const double SmallestShownPValue = 0.001;
    private static readonly string[] Headers = ["Method", "Measure", "Score", "95 % interval", "Difference", "p", "Verdict"];

    internal static void Text(TextWriter output, ExperimentOutcome outcome, string? reportPath)
    {
        if (!outcome.Rows.IsEmpty)
        {
            TextTable.Write(output, Headers, [.. outcome.Rows.Select(Cells)]);
            output.WriteLine();
        }

        foreach (string note in outcome.Notes)
        {
            output.WriteLine(note);
        }

        output.WriteLine($"Run:    {outcome.RunDirectory}");
        if (reportPath is not null)
        {
            output.WriteLine($"Report: {reportPath}");
        }
    }

    internal static void Json(TextWriter output, ExperimentRequest request, ExperimentOutcome outcome, string? reportPath) =>
        JsonOutput.Write(output, "run", new
        {
            state = outcome.Succeeded ? "done" : "failed",
            exitCode = outcome.Succeeded ? ExitCode.Ok : ExitCode.Failed,
            action = request.Action,
            experiment = request.Experiment,
            seed = request.Seed,
            quick = request.Quick,
            runDirectory = outcome.RunDirectory,
            report = reportPath,
            rows = outcome.Rows,
            notes = outcome.Notes,
        });

    private static string[] Cells(SummaryRow row) =>
    [
        row.Method,
        row.Measure,
        Number(row.Score),
        row is { Low: double low, High: double high }
            ? $"[{Number(low)}, {Number(high)}]"
            : row.NoInterval is { } reason
            ? $"no interval: {reason}"
            : "",
        row.Difference is double difference ? (difference > 0 ? "+" : "") + Number(difference) : "",
        row.PValue is double p ? PValue(p) : row.NoTest ?? "",
        row.Verdict,
    ];

    private static string PValue(double p) =>
        p < SmallestShownPValue ? $"< {Number(SmallestShownPValue)}" : p.ToString("0.000", CultureInfo.InvariantCulture);

    /// <summary>Three decimals below ten, fewer above: enough to compare, few enough to read.</summary>
    private static string Number(double value) =>
        value.ToString(Math.Abs(value) < 10 ? "0.000" : Math.Abs(value) < 1000 ? "0.00" : "0", CultureInfo.InvariantCulture);
}
