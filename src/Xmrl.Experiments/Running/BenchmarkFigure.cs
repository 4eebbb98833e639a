namespace Xmrl.Experiments.Running;

/// <summary>One measured speed.</summary>
/// <param name="Name">What was measured, with its sizes.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit, such as GFLOP/s or steps/s.</param>
public sealed record BenchmarkFigure(string Name, double Value, string Unit);
