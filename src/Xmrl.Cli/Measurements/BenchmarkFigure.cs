namespace Xmrl.Cli.Measurements;

/// <summary>One measured figure.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Remark">What it compares to; may be empty.</param>
/// <param name="Row">Everything that was measured, as --json prints it.</param>
internal sealed record BenchmarkFigure(string Name, double Value, string Unit, string Remark, object Row);
