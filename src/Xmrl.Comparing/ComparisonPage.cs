using System.Globalization;
using System.Text;
using Xmrl.Reproduction.Page;
using Xmrl.Statistics;

namespace Xmrl.Comparing;

/// <summary>A comparison as one HTML file without scripts or network, in the look of the report.</summary>
internal static class ComparisonPage
{
    private const double Width = 640;
    private const double RowHeight = 34;
    private const double LabelWidth = 130;
    private const double Margin = 0.06;
    private const double CurveHeight = 290;
    private const double MostMarks = 8;
    private const int Colors = 8;

    private const string Style = """
        :root { color-scheme: light dark; --paper: #fcfbf8; --panel: #f3f1eb; --ink: #1c1c1a; --ink-2: #57554f; --rule: #dcd9d0;
          --c0: #0a5a9c; --c1: #bf4408; --c2: #00755a; --c3: #8b3a8f; --c4: #6b5a00; --c5: #3f3d39; --c6: #a3123f; --c7: #4a5fc1; }
        @media (prefers-color-scheme: dark) { :root { --paper: #15171b; --panel: #1e2126; --ink: #ecebe6; --ink-2: #aeaca5;
          --rule: #363a41; --c0: #6fb7f2; --c1: #f58b52; --c2: #45c69c; --c3: #d692da; --c4: #d5bf4f; --c5: #d8d6cf; --c6: #f27a9b;
          --c7: #9aa8f5; } }
        *, ::before, ::after { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto,
          "Noto Sans", "DejaVu Sans", sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
        main { max-width: 960px; margin: 0 auto; padding: 2rem clamp(1rem, 4vw, 2.5rem) 4rem; }
        h1, h2 { font-family: "Iowan Old Style", Palatino, Charter, Georgia, "Noto Serif", "DejaVu Serif", serif; line-height: 1.2;
          text-wrap: balance; margin: 0 0 0.5rem; } h2 { margin-top: 2.5rem; }
        p { max-width: 70ch; margin: 0.4rem 0; } .lead { font-size: 1.15rem; } .soft { color: var(--ink-2); font-size: 0.88rem; }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: 0.88rem; }
        th, td { text-align: right; padding: 0.4rem 0.6rem; border-bottom: 1px solid var(--rule); white-space: nowrap; }
        th:first-child, td:first-child { text-align: left; padding-left: 0; }
        thead th { color: var(--ink-2); font-weight: 600; border-bottom-color: var(--ink-2); }
        .plot { min-width: 340px; max-width: 780px; } svg { width: 100%; height: auto; display: block; }
        svg text { font-size: 14px; fill: var(--ink-2); } .grid { stroke: var(--rule); }
        .zero { stroke: var(--ink-2); stroke-dasharray: 4 4; } .seed { fill: var(--ink-2); opacity: 0.6; }
        line.interval { stroke-width: 2.5; } polyline { fill: none; stroke-width: 2.2; } polygon { fill-opacity: 0.09;
          stroke-opacity: 0.45; stroke-width: 1; stroke-dasharray: 3 3; }
        .key { display: inline-flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; margin: 0.2rem 0 0.4rem; font-size: 0.88rem; }
        .key span::before { content: ""; display: inline-block; width: 1.4em; border-top: 3px solid currentColor;
          vertical-align: middle; margin-right: 0.4em; } .key b { color: var(--ink); font-weight: 400; }
        code { font-size: 0.86rem; }
        """;

    /// <summary>The whole page.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="command">The command line that made it.</param>
    internal static string Create(GroupComparison comparison, string command)
    {
        var page = new StringBuilder();
        string title = $"{ComparisonWords.Title(comparison)}";
        page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>").Append(Plot.Escape(title))
            .Append("</title><style>").Append(Style);
        for (int i = 0; i < Colors; i++)
        {
            page.Append(CultureInfo.InvariantCulture, $"\nline.c{i}, polyline.c{i} {{ stroke: var(--c{i}); }} ")
                .Append(CultureInfo.InvariantCulture, $"polygon.c{i} {{ fill: var(--c{i}); stroke: var(--c{i}); }} ")
                .Append(CultureInfo.InvariantCulture, $"circle.c{i} {{ fill: var(--c{i}); }} ")
                .Append(CultureInfo.InvariantCulture, $".t{i} {{ color: var(--c{i}); }}");
        }

        page.Append("\n</style></head><body><main><h1>").Append(Plot.Escape(title)).Append("</h1>");
        foreach ((int i, string sentence) in ComparisonWords.Sentences(comparison).Index())
        {
            page.Append(i == 0 ? "<p class=\"lead\">" : "<p>").Append(Plot.Escape(sentence)).Append("</p>");
        }

        page.Append("<h2>").Append(Plot.Escape(Opening(comparison.Score))).Append("</h2>");
        Scores(page, comparison);
        Table(page, ComparisonWords.Headers, ComparisonWords.Rows(comparison));
        Differences(page, comparison);
        Curves(
            page, "Learning",
            "Return after adaptation on tasks of training, mean over seeds with its 95 % interval, cut at the edge of the plot.",
            "iteration",
            [.. comparison.Groups.Select(static group => (group.Label, group.Learning))]);
        Curves(
            page, "Adaptation", $"Mean {comparison.Score} over test tasks, mean over seeds with its 95 % interval.", "adaptation steps",
            [.. comparison.Groups.Select(static group => (group.Label, group.Adaptation))]);
        page.Append("<h2>Runs</h2><div class=\"scroll\"><table><tbody>");
        foreach (GroupFigures group in comparison.Groups)
        {
            page.Append("<tr><td>").Append(Plot.Escape(group.Label)).Append("</td><td style=\"text-align:left\">")
                .AppendJoin("<br>", group.Runs.Select(static run => Plot.Escape(run))).Append("</td></tr>");
        }

        page.Append("</tbody></table></div><p class=\"soft\"><code>").Append(Plot.Escape(command))
            .Append("</code></p></main></body></html>\n");
        return page.ToString();
    }

    private static void Scores(StringBuilder page, GroupComparison comparison)
    {
        IReadOnlyList<GroupFigures> groups = comparison.Groups;
        Intervals(
            page, $"{comparison.Score}; dots: seeds, bar: 95 % interval of the mean", $"{Opening(comparison.Score)} of the groups",
            [.. groups.Select(static group => new Bar(group.Label, group.Mean, [.. group.Seeds.Zip(group.Scores)]))]);
    }

    private static void Differences(StringBuilder page, GroupComparison comparison)
    {
        if (comparison.Differences.Count == 0)
        {
            return;
        }

        string reference = comparison.Differences[0].Reference;
        page.Append("<h2>Against ").Append(Plot.Escape(reference)).Append("</h2>");
        Bar[] bars =
        [
            .. comparison.Differences.Where(static one => one.Difference is not null)
                .Select(static one => new Bar(one.Group, one.Difference!.Value, [])),
        ];
        if (bars.Length > 0)
        {
            Intervals(page, $"difference of {comparison.Score}, over common seeds", $"Differences to {reference}", bars, withZero: true);
        }

        Table(page, ComparisonWords.DifferenceHeaders, comparison.Differences.Select(ComparisonWords.Cells));
    }

    private static void Intervals(StringBuilder page, string axis, string title, Bar[] bars, bool withZero = false)
    {
        double[] ends =
        [
            .. withZero ? [0] : Array.Empty<double>(),
            .. bars.SelectMany(static bar => bar.Ends),
        ];
        double reach = Math.Max(Margin * (ends.Max() - ends.Min()), 1e-9);
        double height = (RowHeight * bars.Length) + 56;
        var plot = new Plot((Width, height), (ends.Min() - reach, ends.Max() + reach), (0, 1), LabelWidth);
        plot.HorizontalAxis(axis);
        if (withZero)
        {
            plot.Line(plot.X(0), 8, plot.X(0), height - 34, "zero");
        }

        foreach ((int i, Bar bar) in bars.Index())
        {
            double y = 24 + (RowHeight * i);
            string color = $"c{(withZero ? i + 1 : i) % Colors}";
            plot.Text(plot.LabelEnd, y + 4, "end", Short(bar.Label));
            foreach ((ulong seed, double value) in bar.Seeds)
            {
                plot.Dot(plot.X(value), y + 8, 2.6, "seed", $"{bar.Label}, seed {seed}: {ComparisonWords.Number(value)}");
            }

            if (bar.Interval is { Low: { } low, High: { } high })
            {
                plot.Line(plot.X(low), y, plot.X(high), y, $"interval {color}");
            }

            plot.Dot(
                plot.X(bar.Interval.Value), y, 4.5, color,
                $"{bar.Label}: {ComparisonWords.Number(bar.Interval.Value)}, {TestWords.Ends(bar.Interval, ComparisonWords.Number)}");
        }

        page.Append("<div class=\"scroll\"><div class=\"plot\">").Append(plot.Render(title)).Append("</div></div>");
    }

    private static void Curves(
        StringBuilder page, string title, string sentence, string axis, (string Label, IReadOnlyList<GroupCurvePoint> Points)[] curves)
    {
        GroupCurvePoint[] all = [.. curves.SelectMany(static curve => curve.Points)];
        if (all.Length == 0)
        {
            return;
        }

        page.Append("<h2>").Append(title).Append("</h2><p>").Append(Plot.Escape(sentence)).Append("</p><div class=\"key\">");
        foreach ((int i, (string label, IReadOnlyList<GroupCurvePoint> points)) in curves.Index())
        {
            if (points.Count > 0)
            {
                page.Append(CultureInfo.InvariantCulture, $"<span class=\"t{i % Colors}\"><b>{Plot.Escape(label)}</b></span>");
            }
        }

        (double least, double greatest) = (all.Min(static point => point.Mean), all.Max(static point => point.Mean));
        double reach = Math.Max(0.5 * (greatest - least), 1e-9);
        var plot = new Plot(
            (Width, CurveHeight), (all.Min(static point => point.At), all.Max(static point => point.At)),
            (Math.Max(least - reach, all.Min(static point => point.Low ?? point.Mean)),
                Math.Min(greatest + reach, all.Max(static point => point.High ?? point.Mean))));
        Axis(plot, axis, all);
        plot.VerticalAxis();
        foreach ((int i, (_, IReadOnlyList<GroupCurvePoint> points)) in curves.Index())
        {
            Curve(plot, points, $"c{i % Colors}", (least - reach, greatest + reach));
        }

        page.Append("</div><div class=\"scroll\"><div class=\"plot\">").Append(plot.Render(title)).Append("</div></div>");
    }

    /// <summary>Whole steps are marked one by one where they are few.</summary>
    private static void Axis(Plot plot, string label, GroupCurvePoint[] points)
    {
        (double from, double to) = (points.Min(static point => point.At), points.Max(static point => point.At));
        if (to - from > MostMarks)
        {
            plot.HorizontalAxis(label);
            return;
        }

        for (double at = Math.Ceiling(from); at <= to; at++)
        {
            plot.Line(plot.X(at), 8, plot.X(at), CurveHeight - 34, "grid");
            plot.Text(plot.X(at), CurveHeight - 20, "middle", Plot.Number(at));
        }

        plot.Text(0.5 * (plot.X(from) + plot.X(to)), CurveHeight - 4, "middle", label);
    }

    /// <summary>A line with its band; what a band would take beyond the plot is cut.</summary>
    private static void Curve(Plot plot, IReadOnlyList<GroupCurvePoint> points, string color, (double Low, double High) shown)
    {
        GroupCurvePoint[] banded = [.. points.Where(static point => point.Low is not null)];
        if (banded.Length > 1)
        {
            IEnumerable<(double X, double Y)> upper = banded.Select(
                point => (plot.X(point.At), plot.Y(Math.Min(shown.High, point.High!.Value))));
            IEnumerable<(double X, double Y)> lower = Enumerable.Reverse(banded)
                .Select(point => (plot.X(point.At), plot.Y(Math.Max(shown.Low, point.Low!.Value))));
            plot.Path(upper.Concat(lower), color, isArea: true);
        }

        plot.Path(points.Select(point => (plot.X(point.At), plot.Y(point.Mean))), color);
        foreach (GroupCurvePoint point in points.Count <= 12 ? points : [])
        {
            plot.Dot(plot.X(point.At), plot.Y(point.Mean), 3, color, ComparisonWords.Number(point.Mean));
        }
    }

    private static void Table(StringBuilder page, string[] headers, IEnumerable<string[]> rows)
    {
        page.Append("<div class=\"scroll\"><table><thead><tr>")
            .AppendJoin("", headers.Select(static header => $"<th>{Plot.Escape(header)}</th>")).Append("</tr></thead><tbody>");
        foreach (string[] row in rows)
        {
            page.Append("<tr>").AppendJoin("", row.Select(static cell => $"<td>{Plot.Escape(cell)}</td>")).Append("</tr>");
        }

        page.Append("</tbody></table></div>");
    }

    private static string Opening(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Short(string label) => label.Length <= 18 ? label : $"{label[..17]}…";

    /// <summary>A row of a plot of intervals.</summary>
    private sealed record Bar(string Label, Interval Interval, (ulong Seed, double Value)[] Seeds)
    {
        internal IEnumerable<double> Ends =>
        [
            Interval.Value, Interval.Low ?? Interval.Value, Interval.High ?? Interval.Value, .. Seeds.Select(static seed => seed.Value),
        ];
    }
}
