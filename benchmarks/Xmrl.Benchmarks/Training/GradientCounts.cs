namespace Xmrl.Benchmarks.Training;

/// <summary>What the gradients of one iteration worked on.</summary>
/// <param name="InnerSamples">Samples before adaptation, all tasks and inner steps together.</param>
/// <param name="OuterSamples">Samples of the adapted policies.</param>
/// <param name="FisherProducts">Products with the Fisher matrix through the adaptation.</param>
/// <param name="Candidates">Parameters that the line search tried, besides those that it began with.</param>
public sealed record GradientCounts(long InnerSamples, long OuterSamples, int FisherProducts, int Candidates);
