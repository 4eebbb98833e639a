using System.Globalization;
using Xmrl.Reproduction;
using Xmrl.Reproduction.Papers;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Runs.Records;
using Xmrl.Statistics;

namespace Xmrl.Cli.Rendering;

/// <summary>Prints a reproduced table beside the paper's.</summary>
internal static class ReproductionPrinter
{
    private const string Missing = "–";

    /// <summary>All tables that can be made.</summary>
    internal static void List(TextWriter output, ReproductionRegistry known, bool json)
    {
        if (json)
        {
            JsonOutput.Result(
                output,
                "tables",
                new
                {
                    tables = known.All.Select(
                        table =>
                            new { table.Id, table.Summary, table.Protocol.Source, table.Seeds, runs = table.Seeds * table.Series.Length }),
                });
            return;
        }

        TextTable.Write(
            output,
            ["Table", "Runs", "What it is"],
            [.. known.All.Select(table => new[] { table.Id, Whole(table.Seeds * table.Series.Length), table.Summary })]);
    }

    /// <summary>The table of a finished reproduction: as text, or results.json itself.</summary>
    internal static void Print(TextWriter output, string folder, bool json)
    {
        string path = Path.Combine(folder, ReproductionResult.FileName);
        ReproductionResult result = RunJson.Read<ReproductionResult>(path);
        if (json)
        {
            JsonOutput.Result(output, "reproduce", result);
            return;
        }

        Text(output, result);
        output.WriteLine();
        output.WriteLine($"Run:     {folder}");
        output.WriteLine($"Results: {path}");
        output.WriteLine($"Picture: {Path.Combine(folder, ReproductionResult.PageName)}");
    }

    /// <summary>A table that was joined of several, and the file that it was written to.</summary>
    internal static void Print(TextWriter output, ReproductionResult result, string path, bool json)
    {
        if (json)
        {
            JsonOutput.Result(output, "reproduce", result);
            return;
        }

        Text(output, result);
        output.WriteLine();
        output.WriteLine($"Results: {path}");
    }

    private static void Text(TextWriter output, ReproductionResult result)
    {
        output.WriteLine($"{result.Protocol.Source}. {result.Protocol.Measure}");
        output.WriteLine();
        TextTable.Write(
            output,
            ["Row", "Column", "Paper", "Ours ± sd", "95 % interval", "IQM", "Seeds", "Verdict"],
            [.. result.Protocol.References.Select(Reference), .. result.Cells.Select(Cells)]);
        if (result.Claims.Count > 0)
        {
            output.WriteLine();
            TextTable.Write(
                output, ["Claim of the paper", "Column", "Paper's difference", "Ours", "95 % interval", "p", "Holm", "Seeds", "Verdict"],
                [.. result.Claims.Select(Cells)]);
        }

        output.WriteLine();
        TextTable.Write(output, ["Cost", "Runs", "Seconds", "M steps"], [.. result.Costs.Select(Cells)]);
        output.WriteLine();
        output.WriteLine(
            "Intervals: Student t over seeds; the paper's ± as printed. Claims: paired t-test over seeds; Holm: corrected for their "
                + "number, which decides. Rules: docs/reproduction.md.");
        foreach (string source in result.Cells.Select(cell => cell.Paper?.Source).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            output.WriteLine($"*: not printed in the paper, but from {source}.");
        }

        foreach ((int i, StudyFault fault) in (result.Protocol.Faults ?? []).Index())
        {
            string rows = fault.Rows.IsEmpty ? "every verdict" : $"verdicts on {string.Join(", ", fault.Rows)}";
            output.WriteLine($"Fault {StudyFault.LetterOf(i)} of the paper's figures, for {rows}: {fault.Text}");
        }

        foreach (FailedRun failure in result.Failures)
        {
            output.WriteLine($"No figures from {failure.Label}: {failure.Reason}");
        }

        output.WriteLine(result.Summary);
        output.WriteLine($"Again:   {result.Command}");
    }

    private static string[] Reference(ReferenceValue reference)
        =>
        [
            $"({reference.Name})", reference.Column, string.Empty, Number(reference.Value), string.Empty, string.Empty, string.Empty,
            "for scale",
        ];

    private static string[] Cells(CellResult cell) =>
    [
        cell.Row,
        cell.Column,
        cell.Paper is { } paper ? Spread(paper.Mean, paper.Spread) + paper.Mark : string.Empty,
        cell.Mean is { } mean ? Spread(mean, cell.StandardDeviation) : Missing,
        cell.Interval is { } interval ? TestWords.Ends(interval, Number) : string.Empty,
        cell.Iqm is { } iqm ? Number(iqm) : string.Empty,
        Whole(cell.Values.Count),
        cell.Verdict?.ToWords() ?? string.Empty,
    ];

    private static string[] Cells(ClaimResult claim) =>
    [
        claim.Words,
        claim.Column,
        claim.Paper is { } paper ? Signed(paper) : string.Empty,
        claim.Difference is { } difference ? Signed(difference.Value) : Missing,
        claim.Difference is { } ends ? TestWords.Ends(ends, Number) : string.Empty,
        PValue(claim.UncorrectedPValue, claim),
        PValue(claim.PValue, claim),
        Whole(claim.Seeds),
        claim.Verdict.ToWords(),
    ];

    private static string PValue(double? p, ClaimResult claim)
        => p is not null
            ? TestWords.PValue(p, TestStatus.Tested)
            : (claim.PValue is null ? claim.Difference?.Reason : null) ?? string.Empty;

    private static string[] Cells(SeriesCost cost) =>
        [
            cost.Label, Whole(cost.Runs), cost.Seconds.ToString("0.0", CultureInfo.InvariantCulture),
            (cost.Interactions / 1e6).ToString("0.00", CultureInfo.InvariantCulture),
        ];

    private static string Spread(double mean, double? spread) => spread is { } s ? $"{Number(mean)} ± {Number(s)}" : Number(mean);

    private static string Signed(double value) => (value > 0 ? "+" : string.Empty) + Number(value);

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value) => value.ToString(Math.Abs(value) < 100 ? "0.000" : "0.00", CultureInfo.InvariantCulture);
}
