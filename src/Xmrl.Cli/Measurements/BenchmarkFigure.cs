namespace Xmrl.Cli.Measurements;

/// <summary>One measured speed.</summary>
/// <param name="Name">What was measured, with its sizes.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit, such as GFLOP/s or steps/s.</param>
/// <param name="Remark">What it may be compared with; may be empty.</param>
internal sealed record BenchmarkFigure(string Name, double Value, string Unit, string Remark)
{
    /// <summary>Everything that was measured, as a JSON row of its own; null if the figure says it all.</summary>
    internal object? Row { get; init; }
}
