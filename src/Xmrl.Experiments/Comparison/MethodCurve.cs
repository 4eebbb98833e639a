namespace Xmrl.Experiments.Comparison;

/// <summary>Mean score over the test tasks, by number of adaptation steps.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Scores">Mean score after 0 … K steps; NaN after steps that were not scored. Shape [K + 1].</param>
internal sealed record MethodCurve(string Method, double[] Scores);
