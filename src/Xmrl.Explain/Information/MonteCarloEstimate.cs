namespace Xmrl.Explain.Information;

/// <summary>A sampled mean and its standard error.</summary>
/// <param name="Value">The mean.</param>
/// <param name="StandardError">Standard deviation of the mean over independent draws; infinite for a single draw.</param>
internal readonly record struct MonteCarloEstimate(double Value, double StandardError);
