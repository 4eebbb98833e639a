using System.Globalization;
using System.Text;

namespace Xmrl.Reproduction.Page;

/// <summary>A rectangle with two axes, drawn as SVG.</summary>
internal sealed class Plot
{
    private const double Top = 8;
    private const double Bottom = 34;
    private const double Right = 8;
    private const int Ticks = 5;
    private const double MostFineDecades = 3;
    private const double Rounding = 1e-9;

    // Of the page's letters of 12 pixels.
    private const double LetterWidth = 6.5;

    private readonly StringBuilder _svg = new();
    private readonly double _left;
    private readonly (double Width, double Height) _size;
    private readonly (double Low, double High) _x;
    private readonly (double Low, double High) _y;

    /// <summary>Creates a plot and draws its frame.</summary>
    /// <param name="size">Width and height in pixels.</param>
    /// <param name="x">Range of the horizontal axis; equal ends are widened.</param>
    /// <param name="y">Range of the vertical axis.</param>
    /// <param name="left">Width of the space for labels at the left.</param>
    internal Plot((double Width, double Height) size, (double Low, double High) x, (double Low, double High) y, double left = 64)
    {
        (_size, _x, _y, _left) = (size, Widen(x), Widen(y), left);
    }

    /// <summary>Width of the space at the left that labels of rows need.</summary>
    /// <param name="labels">The labels, at least one.</param>
    internal static double Room(IEnumerable<string> labels)
        => Math.Clamp((LetterWidth * labels.Max(label => label.Length)) + 16, 100, 360);

    /// <summary>Horizontal pixel at which labels of rows end.</summary>
    internal double LabelEnd => _left - 8;

    /// <summary>Horizontal pixel of a value.</summary>
    internal double X(double value) => _left + ((value - _x.Low) / (_x.High - _x.Low) * (_size.Width - _left - Right));

    /// <summary>Vertical pixel of a value.</summary>
    internal double Y(double value) => _size.Height - Bottom - ((value - _y.Low) / (_y.High - _y.Low) * (_size.Height - Top - Bottom));

    /// <summary>Round numbers inside a range, about five.</summary>
    internal static IReadOnlyList<double> Round((double Low, double High) range)
    {
        (double low, double high) = Widen(range);
        double raw = (high - low) / Ticks;
        double power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        double step = new[] { 1.0, 2, 5, 10 }.First(factor => factor * power >= raw) * power;
        var ticks = new List<double>();
        for (double tick = Math.Ceiling(low / step) * step; tick <= high + (1e-9 * step); tick += step)
        {
            // Plus zero: a tick at 0 that is reached from below is not −0.
            ticks.Add((Math.Round(tick / step) * step) + 0.0);
        }

        return ticks;
    }

    internal void HorizontalAxis(string label)
    {
        foreach (double tick in Round(_x))
        {
            Line(X(tick), Top, X(tick), _size.Height - Bottom, "grid");
            Text(X(tick), _size.Height - Bottom + 14, "middle", Number(tick));
        }

        Text(0.5 * (_left + _size.Width - Right), _size.Height - 4, "middle", label);
    }

    /// <summary>A horizontal axis of powers of ten, for a range in decades.</summary>
    /// <param name="range">The range, as of the plot.</param>
    /// <param name="gap">Decades at its lower end that lie between 0 and the smallest number; 0 where 0 is not drawn.</param>
    /// <param name="label">What the axis counts.</param>
    internal void DecadeAxis((double Low, double High) range, double gap, string label)
    {
        double first = range.Low + gap;
        ReadOnlySpan<int> digits = range.High - first > MostFineDecades ? [1] : [1, 2, 5];
        for (int power = (int)Math.Floor(first); power <= range.High; power++)
        {
            foreach (int digit in digits)
            {
                double x = power + Math.Log10(digit);
                if (x >= first - Rounding && x <= range.High + Rounding)
                {
                    Line(X(x), Top, X(x), _size.Height - Bottom, "grid");
                    Text(X(x), _size.Height - Bottom + 14, "middle", Short(digit * Math.Pow(10, power)));
                }
            }
        }

        if (gap > 0)
        {
            Line(X(range.Low), Top, X(range.Low), _size.Height - Bottom, "scale");
            Text(X(range.Low), _size.Height - Bottom + 14, "middle", "0");
        }

        Text(0.5 * (_left + _size.Width - Right), _size.Height - 4, "middle", label);
    }

    internal void VerticalAxis()
    {
        foreach (double tick in Round(_y))
        {
            Line(_left, Y(tick), _size.Width - Right, Y(tick), "grid");
            Text(_left - 6, Y(tick) + 4, "end", Number(tick));
        }
    }

    internal void Line(double x1, double y1, double x2, double y2, string kind) =>
        Add($"<line class=\"{kind}\" x1=\"{x1:0.#}\" y1=\"{y1:0.#}\" x2=\"{x2:0.#}\" y2=\"{y2:0.#}\"/>");

    internal void Dot(double x, double y, double radius, string kind, string title) =>
        Add($"<circle class=\"{kind}\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{radius:0.#}\"><title>{Escape(title)}</title></circle>");

    /// <summary>A bar between two horizontal pixels, in either order.</summary>
    internal void Bar(double x1, double x2, double y, double height, string kind)
    {
        (double top, double left, double width) = (y - (0.5 * height), Math.Min(x1, x2), Math.Max(1, Math.Abs(x2 - x1)));
        Add($"<rect class=\"{kind}\" x=\"{left:0.#}\" y=\"{top:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\"/>");
    }

    internal void Path(IEnumerable<(double X, double Y)> points, string kind, bool isArea = false)
    {
        IEnumerable<string> pairs = points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#}"));
        Add($"<{(isArea ? "polygon" : "polyline")} class=\"{kind}\" points=\"{string.Join(' ', pairs)}\"/>");
    }

    internal void Text(double x, double y, string anchor, string text) =>
        Add($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{Escape(text)}</text>");

    internal string Render(string label) => string.Create(
        CultureInfo.InvariantCulture,
        $"<svg viewBox=\"0 0 {_size.Width} {_size.Height}\" role=\"img\" aria-label=\"{Escape(label)}\">{_svg}</svg>");

    internal static string Escape(string text)
        => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    internal static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Short(double value)
        => value >= 1e6 ? $"{Number(value / 1e6)} M" : value >= 1e3 ? $"{Number(value / 1e3)} k" : Number(value);

    private static (double Low, double High) Widen((double Low, double High) range) =>
        range.High > range.Low ? range : (range.Low - 0.5, range.Low + 0.5);

    private void Add(FormattableString element) => _svg.Append(element.ToString(CultureInfo.InvariantCulture));
}
