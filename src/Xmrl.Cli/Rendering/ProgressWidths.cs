namespace Xmrl.Cli.Rendering;

/// <summary>How wide the parts of a line of progress are: bar, share and time left have their room first, the words what is left.</summary>
/// <param name="Stage">Characters of the stage's name.</param>
/// <param name="Bar">Characters of the bar.</param>
/// <param name="Left">Characters of the time left.</param>
/// <param name="Detail">Characters of the words; 0 for none.</param>
internal readonly record struct ProgressWidths(int Stage, int Bar, int Left, int Detail)
{
    private const int Share = 4;
    private const int Gaps = 5;
    private const int LeftWidth = 11;
    private const int LeastDetail = 12;

    /// <summary>The widths on a terminal.</summary>
    /// <param name="columns">Characters per line, ≥ 40.</param>
    internal static ProgressWidths Of(int columns)
    {
        int bar = Math.Clamp(columns / 5, 10, 40);
        int stage = Math.Clamp(columns - bar - LeftWidth - Share - Gaps, 8, Math.Max(24, columns / 4));
        int detail = columns - stage - bar - LeftWidth - Share - Gaps;
        return new ProgressWidths(stage, bar, LeftWidth, detail < LeastDetail ? 0 : detail);
    }
}
