using Spectre.Console;
using Spectre.Console.Rendering;

namespace Xmrl.Cli.Rendering;

/// <summary>A column of a fixed width, in which a longer text is cut.</summary>
/// <param name="width">Characters; 0 for a column without text.</param>
/// <param name="text">The text of a bar.</param>
internal sealed class TextColumn(int width, Func<ProgressTask, string> text) : ProgressColumn
{
    /// <inheritdoc/>
    protected override bool NoWrap => true;

    /// <inheritdoc/>
    public override int? GetColumnWidth(RenderOptions options) => width;

    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        => new Text(Cut(text(task), width)) { Overflow = Overflow.Crop };

    /// <summary>A text of at most so many characters, with dots where it goes on.</summary>
    internal static string Cut(string text, int width)
        => width <= 0 ? "" : text.Length <= width ? text : $"{text[..(width - 1)]}…";
}
