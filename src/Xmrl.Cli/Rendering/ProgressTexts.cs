using System.Collections.Concurrent;

namespace Xmrl.Cli.Rendering;

/// <summary>The texts of the stages by the numbers of their bars; written by the run, read by whoever draws.</summary>
internal sealed class ProgressTexts
{
    private readonly ConcurrentDictionary<int, ProgressText> _texts = new();

    /// <summary>Replaces the text of a bar.</summary>
    internal void Set(int bar, ProgressText text) => _texts[bar] = text;

    /// <summary>The text of a bar; empty before it has one.</summary>
    internal ProgressText Of(int bar) => _texts.TryGetValue(bar, out ProgressText text) ? text : new ProgressText("", "", "");
}
