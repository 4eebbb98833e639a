using System.Globalization;
using System.Text;
using Xmrl.Reproduction.Verdicts;

namespace Xmrl.Reproduction.Page;

/// <summary>The part of a reproduction's page that draws cells as the paper's figure does: curves over columns, or bars of one column with
/// what they are compared with; below each the cells in figures.</summary>
internal static class FigureSection
{
    private const int Width = 860;
    private const int CurveHeight = 320;
    private const int BarHeight = 40;

    /// <summary>Lines further out than so many times the longest bar are named, not drawn.</summary>
    private const double Reach = 2.5;

    /// <summary>The columns that pictures show.</summary>
    /// <param name="result">The table.</param>
    internal static HashSet<string> Columns(ReproductionResult result)
        => [.. (result.Pictures ?? []).SelectMany(picture => picture.Columns)];

    /// <summary>The section; empty for a table without pictures.</summary>
    /// <param name="result">The table.</param>
    internal static string Render(ReproductionResult result)
    {
        var page = new StringBuilder();
        foreach (FigurePicture picture in result.Pictures ?? [])
        {
            page.Append("<h2>").Append(Plot.Escape(picture.Title)).Append("</h2>");
            if (picture.Columns.Length > 1)
            {
                Curves(page, picture, result);
            }
            else
            {
                Bars(page, picture, result.Cells);
            }
        }

        return page.ToString();
    }

    private static void Curves(StringBuilder page, FigurePicture picture, ReproductionResult result)
    {
        IReadOnlyList<CellResult> cells = result.Cells;
        Series[] lines = [.. picture.Rows.Select(row => Series.Of(picture, row, cells)).Where(line => line.IsWhole)];
        Series[] limits = [.. picture.Limits.Select(row => Series.Of(picture, row, cells)).Where(line => line.IsWhole)];
        if (lines.Length > 0)
        {
            double[] ends = [.. lines.Concat(limits).SelectMany(line => line.Ends)];
            var plot = new Plot((Width, CurveHeight), (0, picture.Columns.Length - 1), (ends.Min(), ends.Max()));
            plot.HorizontalAxis("adaptations");
            plot.VerticalAxis();
            foreach ((int i, Series line) in lines.Index())
            {
                string color = string.Create(CultureInfo.InvariantCulture, $"c{i % ReproductionPage.Colors.Length}");
                if (line.Band is { } band)
                {
                    plot.Path(band.Select(point => (plot.X(point.X), plot.Y(point.Y))), color, isArea: true);
                }

                plot.Path(line.Means.Select(point => (plot.X(point.X), plot.Y(point.Y))), color);
            }

            foreach (Series limit in limits)
            {
                plot.Path(limit.Means.Select(point => (plot.X(point.X), plot.Y(point.Y))), "scale");
            }

            page.Append("<p>").Append(Plot.Escape(picture.Axis)).Append(", mean over seeds with its 95 % interval.");
            foreach ((int i, Series line) in lines.Index())
            {
                string color = ReproductionPage.Colors[i % ReproductionPage.Colors.Length];
                page.Append(CultureInfo.InvariantCulture, $"<span class=\"k\" style=\"color:{color}\"></span>{Plot.Escape(line.Row)}");
            }

            string dashed = limits.Length == 0 ? string.Empty : $". Dashed: {string.Join(", ", limits.Select(limit => limit.Row))}.";
            page.Append(Plot.Escape(dashed)).Append("</p>").Append(plot.Render(picture.Title));
        }

        ReproductionPage.Table(
            page, ["Row", .. picture.Labels, string.Empty],
            cells.Where(cell => picture.Columns.Contains(cell.Column)).GroupBy(cell => cell.Row).Select(
                row => (string[])
                [
                    row.Key,
                    .. picture.Columns.Select(column => Text(row.FirstOrDefault(cell => cell.Column == column), result)),
                    string.Empty,
                ]));
    }

    private static void Bars(StringBuilder page, FigurePicture picture, IReadOnlyList<CellResult> cells)
    {
        CellResult[] own = [.. cells.Where(cell => cell.Column == picture.Columns[0])];
        CellResult[] bars = [.. own.Where(cell => picture.Rows.Contains(cell.Row) && cell.Mean is not null)];
        CellResult[] limits = [.. own.Where(cell => picture.Limits.Contains(cell.Row) && cell.Mean is not null)];
        if (bars.Length > 0)
        {
            double longest = bars.Max(bar => Math.Max(bar.Mean!.Value, bar.Interval?.High ?? 0));
            bool IsNear(CellResult limit) => limit.Mean <= Reach * longest;
            double end = 1.05 * Math.Max(longest, limits.Where(IsNear).Select(limit => limit.Mean!.Value).DefaultIfEmpty(0).Max());
            double start = 1.05 * Math.Min(0, bars.Min(bar => bar.Mean!.Value));
            int height = (BarHeight * bars.Length) + 70;
            var plot = new Plot((Width, height), (start, end), (0, 1), left: Plot.Room(bars.Select(bar => bar.Row)));
            plot.HorizontalAxis(picture.Axis);
            foreach ((int i, CellResult bar) in bars.Index())
            {
                double y = 48 + (BarHeight * i);
                plot.Text(plot.LabelEnd, y + 4, "end", bar.Row);
                plot.Bar(plot.X(0), plot.X(bar.Mean!.Value), y, 0.5 * BarHeight, "paper");
                if (bar.Interval is { Low: { } low, High: { } high })
                {
                    plot.Line(plot.X(Math.Max(start, low)), y, plot.X(high), y, "interval");
                }
            }

            foreach ((int i, CellResult limit) in limits.Index().Where(limit => IsNear(limit.Item)))
            {
                double x = plot.X(limit.Mean!.Value);
                plot.Line(x, 24, x, height - 34, "scale");
                plot.Text(x, 18, "middle", Letter(i));
            }

            IEnumerable<string> names = limits.Select((limit, i) =>
                $"{Letter(i)}: {limit.Row}, {ReproductionPage.Number(limit.Mean!.Value)}{(IsNear(limit) ? "" : " (beyond the axis)")}");
            page.Append(plot.Render(picture.Title)).Append("<p>").Append(Plot.Escape(string.Join("; ", names))).Append("</p>");
        }

        ReproductionPage.Table(page, ReproductionPage.Headers, own.Select(ReproductionPage.Cells));
    }

    private static string Letter(int index) => ((char)('a' + index)).ToString();

    /// <summary>Mean and half the width of the interval; the paper's figure with the verdict where there is one.</summary>
    private static string Text(CellResult? cell, ReproductionResult result)
    {
        if (cell?.Mean is not { } mean)
        {
            return string.Empty;
        }

        string ours = cell.Interval is { High: { } high }
            ? $"{ReproductionPage.Number(mean)}\u00a0±\u00a0{ReproductionPage.Number(high - mean)}"
            : ReproductionPage.Number(mean);
        return cell.Paper is { } paper
            ? $"{ours}; paper {ReproductionPage.Number(paper.Mean)}{paper.Mark}: " + ReproductionPage.WithFaults(
                cell.Verdict?.ToWords() ?? string.Empty, StudyFault.Letters(result.Protocol.Faults ?? [], cell.Row))
            : ours;
    }

    /// <summary>One row over the columns of a picture.</summary>
    private sealed record Series(string Row, CellResult?[] Cells)
    {
        /// <summary>Whether every column has a figure.</summary>
        public bool IsWhole => Cells.All(cell => cell?.Mean is not null);

        public IEnumerable<(double X, double Y)> Means => Cells.Select((cell, x) => ((double)x, cell!.Mean!.Value));

        /// <summary>The interval as an area; null where a column has none.</summary>
        public (double X, double Y)[]? Band => Cells.All(cell => cell!.Interval is { Low: not null, High: not null })
            ?
            [
                .. Cells.Select((cell, x) => ((double)x, cell!.Interval!.Value.High!.Value)),
                .. Cells.Select((cell, x) => ((double)x, cell!.Interval!.Value.Low!.Value)).Reverse(),
            ]
            : null;

        public IEnumerable<double> Ends => Means.Select(point => point.Y).Concat(Band?.Select(point => point.Y) ?? []);

        public static Series Of(FigurePicture picture, string row, IReadOnlyList<CellResult> cells)
            => new(row, [.. picture.Columns.Select(column => cells.FirstOrDefault(cell => cell.Row == row && cell.Column == column))]);
    }
}
