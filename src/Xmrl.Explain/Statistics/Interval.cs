namespace Xmrl.Explain.Statistics;

/// <summary>An estimate with its interval.</summary>
/// <param name="Value">The estimate on the sample itself.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end, ≥ Low.</param>
/// <remarks>A percentile bootstrap interval need not contain <paramref name="Value"/>.</remarks>
public readonly record struct Interval(double Value, double Low, double High);
