namespace Xmrl.Explain.Statistics;

/// <summary>A number computed from a sample; the order of the values must not matter.</summary>
/// <param name="values">Finite values. Shape [n], n ≥ 1.</param>
/// <returns>A finite number.</returns>
public delegate double Statistic(ReadOnlySpan<double> values);
