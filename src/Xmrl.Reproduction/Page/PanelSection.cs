using System.Globalization;
using System.Text;

namespace Xmrl.Reproduction.Page;

/// <summary>The part of a reproduction's page that draws curves over a logarithmic axis.</summary>
internal static class PanelSection
{
    private const int Width = 860;
    private const int Height = 340;

    /// <summary>Decades between 0, which has no logarithm, and the smallest number.</summary>
    private const double Gap = 0.4;

    /// <summary>The panels, each under its title; those without curves are left out.</summary>
    /// <param name="panels">The panels.</param>
    internal static string Render(IReadOnlyList<FilledPanel> panels)
    {
        var page = new StringBuilder();
        foreach (FilledPanel panel in panels.Where(panel => panel.Curves.Any(curve => curve.Points.Count > 0)))
        {
            Draw(page, panel);
        }

        return page.ToString();
    }

    private static void Draw(StringBuilder page, FilledPanel panel)
    {
        PanelCurve[] curves = [.. panel.Curves.Where(curve => curve.Points.Count > 0)];
        PanelPoint[] points = [.. curves.SelectMany(curve => curve.Points)];
        double least = points.Where(point => point.X > 0).Select(point => point.X).DefaultIfEmpty(1).Min();
        bool isBanded = points.Any(point => point.Low is not null);
        bool hasZero = points.Any(point => point.X <= 0);
        (double Low, double High) range = (
            Math.Log10(least) - (hasZero ? Gap : 0), Math.Log10(Math.Max(least, points.Max(point => point.X))));
        var plot = new Plot(
            (Width, Height), range, (points.Min(point => point.Low ?? point.Mean), points.Max(point => point.High ?? point.Mean)));
        plot.DecadeAxis(range, hasZero ? Gap : 0, panel.Panel.Horizontal);
        plot.VerticalAxis();
        foreach ((int i, PanelCurve curve) in curves.Index())
        {
            string color = string.Create(CultureInfo.InvariantCulture, $"c{i % ReproductionPage.Colors.Length}");
            PanelPoint[] banded = [.. curve.Points.Where(point => point.Low is not null)];
            if (banded.Length > 1)
            {
                IEnumerable<(double X, double Y)> upper = banded.Select(point => (X(point), plot.Y(point.High!.Value)));
                IEnumerable<(double X, double Y)> lower = Enumerable.Reverse(banded).Select(point => (X(point), plot.Y(point.Low!.Value)));
                plot.Path(upper.Concat(lower), color, isArea: true);
            }

            plot.Path(curve.Points.Select(point => (X(point), plot.Y(point.Mean))), color);
        }

        string interval = isBanded ? " with its 95 % interval" : "; no interval below three seeds";
        IEnumerable<string> keys = curves.Index().Select(curve =>
        {
            string color = ReproductionPage.Colors[curve.Index % ReproductionPage.Colors.Length];
            return $"<span class=\"k\" style=\"color:{color}\"></span>{Plot.Escape(curve.Item.Label)}";
        });
        page.Append("<h2>").Append(Plot.Escape(panel.Panel.Title)).Append("</h2><p>")
            .Append(Plot.Escape($"{panel.Panel.Vertical}, mean over seeds{interval}."))
            .Append(string.Concat(keys))
            .Append("</p>")
            .Append(plot.Render(panel.Panel.Title));

        double X(PanelPoint point) => plot.X(point.X > 0 ? Math.Log10(point.X) : range.Low);
    }
}
