using System.Globalization;
using System.Text;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Statistics;

namespace Xmrl.Reproduction.Page;

/// <summary>The table as one HTML file without scripts or network: figures beside the paper's, a picture of the intervals, learning curves,
/// protocol.</summary>
internal static class ReproductionPage
{
    private const int Width = 860;
    private const int RowHeight = 34;
    private const double Margin = 0.06;

    private const string Style = """
        :root { color-scheme: light dark; --ink: #1c1c1c; --soft: #667; --paper: #fff; --rule: #ddd; }
        @media (prefers-color-scheme: dark) { :root { --ink: #eee; --soft: #9ab; --paper: #16181c; --rule: #383c44; } }
        body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 900px;
          margin: 2rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 1rem; }
        th, td { text-align: right; padding: 0.25rem 0.6rem; border-bottom: 1px solid var(--rule); }
        th:first-child, td:first-child, th:last-child, td:last-child { text-align: left; } svg { width: 100%; height: auto; }
        svg text { font-size: 12px; fill: var(--soft); }
        .grid { stroke: var(--rule); } .scale { stroke: var(--soft); stroke-dasharray: 4 4; }
        .paper { fill: #c9822b; opacity: 0.35; } .mark { stroke: #c9822b; stroke-width: 2; }
        .interval { stroke: var(--ink); stroke-width: 2; } .mean { fill: var(--ink); } .seed { fill: var(--soft); opacity: 0.6; }
        .muted { color: var(--soft); }
        .c0 { stroke: #3b6fb6; } .c1 { stroke: #c9822b; } .c2 { stroke: #3f8f5b; } .c3 { stroke: #a4487f; }
        .c4 { stroke: #7a6ad0; } .c5 { stroke: #8a7a2e; } .c6 { stroke: #4b98a6; }
        polyline { fill: none; stroke-width: 2; } polygon { stroke: none !important; fill: currentColor; opacity: 0.12; }
        .k { display: inline-block; width: 1.6em; height: 0; border-top: 3px solid; vertical-align: middle; margin: 0 0.3em 0 1em; }
        """;

    private const string NotComplete =
        "This table is not complete: it shows the runs that are finished. To go on: xmrl resume <the folder of this table>.";

    /// <summary>Colours of c0 … c6, for legends.</summary>
    internal static string[] Colors { get; } = ["#3b6fb6", "#c9822b", "#3f8f5b", "#a4487f", "#7a6ad0", "#8a7a2e", "#4b98a6"];

    /// <summary>The whole page.</summary>
    /// <param name="result">The table.</param>
    /// <param name="curves">Learning curves; null where they are not stored.</param>
    /// <param name="panels">Curves of its own panels.</param>
    internal static string Render(ReproductionResult result, IReadOnlyList<LearningCurve>? curves, IReadOnlyList<FilledPanel> panels)
    {
        var page = new StringBuilder();
        page.Append(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>")
            .Append(Text(result.Reproduction))
            .Append("</title><style>")
            .Append(Style)
            .Append("</style></head><body><h1>")
            .Append(Text(result.Reproduction))
            .Append("</h1><p>")
            .Append(Text($"{result.Protocol.Source}. {result.Protocol.Measure}"))
            .Append("</p><p><strong>")
            .Append(Text(result.Summary))
            .Append("</strong></p>");
        if (!result.Complete)
        {
            page.Append("<p>").Append(Text(NotComplete)).Append("</p>");
        }

        IReadOnlyList<StudyFault> faults = result.Protocol.Faults ?? [];
        page.Append(PanelSection.Render(panels)).Append(FigureSection.Render(result));
        HashSet<string> drawn = FigureSection.Columns(result);
        IEnumerable<CellResult> others = result.Cells.Where(cell => !drawn.Contains(cell.Column));
        foreach (IGrouping<string, CellResult> column in others.GroupBy(cell => cell.Column))
        {
            page.Append("<h2>").Append(Text(column.Key)).Append("</h2>");
            Intervals(page, [.. column], [.. result.Protocol.References.Where(reference => reference.Column == column.Key)]);
            Table(page, Headers, column.Select(cell => Cells(cell, faults)));
        }

        if (result.Claims.Count > 0)
        {
            page.Append("<h2>Claims</h2>");
            Table(
                page, ["Claim", "Paper", "Ours", "95 % interval", "p", "p (Holm)", "Seeds", "Verdict"],
                result.Claims.Select(claim => Cells(claim, faults)));
        }

        List(
            page, "Faults of the paper's own figures, by the letters beside the verdicts",
            faults.Select((fault, i) => $"{StudyFault.LetterOf(i)}: {fault.Text}"));

        if (curves is null)
        {
            page.Append("<h2>Learning</h2><p>The version of Xmrl that made this table stored no learning curves.</p>");
        }
        else
        {
            Learning(page, curves);
        }

        List(page, "Marked with *", Sources(result.Cells));
        Remarks(page, result.Remarks);
        page.Append("<h2>Cost</h2>");
        Table(
            page, ["Series", "Runs", "Seconds", "M steps", ""],
            result.Costs.Select(
                cost => new[] { cost.Label, Number(cost.Runs), Number(cost.Seconds), Number(cost.Interactions / 1e6), string.Empty }));
        page.Append("<h2>Protocol</h2>");
        List(page, "Stated by the paper", result.Protocol.Stated);
        List(page, "Left open by it, and what is done here", result.Protocol.Assumptions);
        List(
            page, "For scale",
            result.Protocol.References.Select(reference => $"{reference.Name}: {Number(reference.Value)}. {reference.Source}"));
        List(page, "Runs without figures", result.Failures.Select(failure => $"{failure.Label}: {failure.Reason}"));
        page.Append("<p class=\"muted\"><code>").Append(Text(result.Command)).Append("</code><br>")
            .Append(
                Text(
                    $"Xmrl {result.Environment.XmrlVersion} {result.Environment.Commit}, {result.Environment.DotNet}, "
                        + $"{result.Environment.Precision}, {result.Environment.Processor}"))
            .Append("</p></body></html>\n");
        return page.ToString();
    }

    private static void Intervals(StringBuilder page, CellResult[] cells, ReferenceValue[] references)
    {
        double[] ends =
        [
            .. references.Select(reference => reference.Value),
            .. cells.SelectMany(cell => cell.Values),
            .. cells.SelectMany(cell => Ends(cell.Paper?.Range())),
            .. cells.SelectMany(cell => Ends(cell.Interval)),
        ];
        if (ends.Length == 0)
        {
            return;
        }

        double reach = Margin * (ends.Max() - ends.Min());
        double height = (RowHeight * cells.Length) + 62;
        double room = Plot.Room(cells.Select(cell => cell.Row));
        var plot = new Plot((Width, height), (ends.Min() - reach, ends.Max() + reach), (0, 1), room);
        plot.HorizontalAxis("orange: the paper's range; dots: our seeds; bar: our 95 % interval; dashed: for scale");
        foreach ((int i, ReferenceValue reference) in references.Index())
        {
            // Labels of neighbours stand at two heights.
            plot.Line(plot.X(reference.Value), 8, plot.X(reference.Value), height - 34, "scale");
            plot.Text(plot.X(reference.Value), i % 2 == 0 ? 12 : 26, "middle", reference.Name);
        }

        foreach ((int i, CellResult cell) in cells.Index())
        {
            double y = 46 + (RowHeight * i);
            plot.Text(plot.LabelEnd, y + 4, "end", cell.Row);
            if (cell.Paper?.Range() is { Low: { } from, High: { } to } range)
            {
                plot.Bar(plot.X(from), plot.X(to), y, 16, "paper");
                plot.Line(plot.X(range.Value), y - 9, plot.X(range.Value), y + 9, "mark");
            }

            foreach ((ulong seed, double value) in cell.Seeds.Zip(cell.Values))
            {
                plot.Dot(
                    plot.X(value), y + 7, 2.5, "seed",
                    string.Create(CultureInfo.InvariantCulture, $"{cell.Row}, seed {seed}: {value:0.###}"));
            }

            if (cell.Interval is { } interval)
            {
                if (interval is { Low: { } low, High: { } high })
                {
                    plot.Line(plot.X(low), y, plot.X(high), y, "interval");
                }

                plot.Dot(plot.X(interval.Value), y, 4, "mean", $"{cell.Row}: {Number(interval.Value)}, {TestWords.Ends(interval, Number)}");
            }
        }

        page.Append(plot.Render("Our intervals beside the paper's ranges"));
    }

    private static void Remarks(StringBuilder page, IReadOnlyList<RunRemark> remarks)
    {
        if (remarks.Count == 0)
        {
            return;
        }

        page.Append("<h2>What the runs found</h2>");
        foreach (IGrouping<string, RunRemark> run in remarks.GroupBy(remark => remark.Run))
        {
            List(page, run.Key, run.Select(remark => remark.Text));
        }
    }

    private static void Learning(StringBuilder page, IReadOnlyList<LearningCurve> curves)
    {
        if (curves.Count == 0)
        {
            return;
        }

        double least = curves.Min(curve => curve.Points.Min(point => point.Low ?? point.Mean));
        double greatest = curves.Max(curve => curve.Points.Max(point => point.High ?? point.Mean));
        var plot = new Plot((Width, 320), (0, curves.Max(curve => curve.Points[^1].Iteration)), (least, greatest));
        plot.HorizontalAxis("iteration");
        plot.VerticalAxis();
        foreach ((int i, LearningCurve curve) in curves.Index())
        {
            LearningPoint[] banded = [.. curve.Points.Where(point => point.Low is not null)];
            if (banded.Length > 0)
            {
                IEnumerable<(double X, double Y)> upper = banded.Select(point => (plot.X(point.Iteration), plot.Y(point.High!.Value)));
                IEnumerable<(double X, double Y)> lower = Enumerable.Reverse(banded)
                    .Select(point => (plot.X(point.Iteration), plot.Y(point.Low!.Value)));
                plot.Path(upper.Concat(lower), $"c{i % Colors.Length}", isArea: true);
            }

            plot.Path(curve.Points.Select(point => (plot.X(point.Iteration), plot.Y(point.Mean))), $"c{i % Colors.Length}");
        }

        string interval = curves.All(curve => curve.Points.All(point => point.Low is null))
            ? "; no interval: one seed, or no variance"
            : " with its 95 % interval";
        IEnumerable<string> keys = curves.Index().Select(curve =>
        {
            string color = Colors[curve.Index % Colors.Length];
            return $"<span class=\"k\" style=\"color:{color}\"></span>{Text(curve.Item.Label)}";
        });
        page.Append($"<h2>Learning</h2><p>Return after adaptation on the tasks of training, mean over seeds{interval}.")
            .Append(string.Concat(keys))
            .Append("</p>")
            .Append(plot.Render("Learning curves"));
    }

    /// <summary>Heads of the columns of <see cref="Cells(CellResult)"/>.</summary>
    internal static string[] Headers => ["Row", "Paper", "Ours ± sd", "95 % interval", "IQM", "Seeds", "Verdict"];

    internal static void Table(StringBuilder page, string[] headers, IEnumerable<string[]> rows)
    {
        page.Append("<table><thead><tr>")
            .AppendJoin(string.Empty, headers.Select(header => $"<th>{Text(header)}</th>"))
            .Append("</tr></thead><tbody>");
        foreach (string[] row in rows)
        {
            page.Append("<tr>").AppendJoin(string.Empty, row.Select(cell => $"<td>{Text(cell)}</td>")).Append("</tr>");
        }

        page.Append("</tbody></table>");
    }

    private static void List(StringBuilder page, string title, IEnumerable<string> lines)
    {
        string[] all = [.. lines];
        if (all.Length > 0)
        {
            page.Append("<h3>")
                .Append(Text(title))
                .Append("</h3><ul>")
                .AppendJoin(string.Empty, all.Select(line => $"<li>{Text(line)}</li>"))
                .Append("</ul>");
        }
    }

    internal static string[] Cells(CellResult cell) => Cells(cell, []);

    private static string[] Cells(CellResult cell, IReadOnlyList<StudyFault> faults) =>
    [
        cell.Row,
        cell.Paper is { } paper ? Spread(paper.Mean, paper.Spread) + paper.Mark : string.Empty,
        cell.Mean is { } mean ? Spread(mean, cell.StandardDeviation) : "–",
        Words(cell.Interval),
        cell.Iqm is { } iqm ? Number(iqm) : string.Empty,
        Number(cell.Values.Count),
        cell.Verdict is { } verdict ? WithFaults(verdict.ToWords(), StudyFault.Letters(faults, cell.Row)) : string.Empty,
    ];

    /// <summary>A verdict with the letters of the faults that weigh on it.</summary>
    internal static string WithFaults(string verdict, string letters) => letters.Length == 0 ? verdict : $"{verdict} (faults {letters})";

    private static string[] Cells(ClaimResult claim, IReadOnlyList<StudyFault> faults) =>
    [
        $"{claim.Words}, {claim.Column}",
        claim.Paper is { } paper ? Number(paper) : string.Empty,
        claim.Difference is { } difference ? Number(difference.Value) : "–",
        Words(claim.Difference),
        PValue(claim.UncorrectedPValue, claim),
        PValue(claim.PValue, claim),
        Number(claim.Seeds),
        WithFaults(claim.Verdict.ToWords(), StudyFault.Letters(faults, claim.Better, claim.Worse)),
    ];

    private static string PValue(double? p, ClaimResult claim)
        => p?.ToString("0.000", CultureInfo.InvariantCulture) ?? (claim.PValue is null ? claim.Difference?.Reason : null) ?? string.Empty;

    private static string Spread(double mean, double? spread) => spread is { } s ? $"{Number(mean)} ± {Number(s)}" : Number(mean);

    /// <summary>Where the marked figures of the paper's column stand.</summary>
    private static IEnumerable<string> Sources(IReadOnlyList<CellResult> cells)
        => cells.Select(cell => cell.Paper?.Source).OfType<string>().Distinct(StringComparer.Ordinal).Select(
            source => $"Not printed in the paper: from {source}.");

    private static string Words(Interval? interval) => interval is { } i ? TestWords.Ends(i, Number) : string.Empty;

    private static double[] Ends(Interval? interval) => interval is { Low: { } low, High: { } high } ? [low, high] : [];

    internal static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Text(string text) => Plot.Escape(text);
}
