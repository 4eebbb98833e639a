namespace Xmrl.Reproduction.Page;

/// <summary>One point of a learning curve: a block of iterations.</summary>
/// <param name="Iteration">Middle of the block, iterations counted from 1.</param>
/// <param name="Mean">Mean over seeds.</param>
/// <param name="Low">Lower end of the mean's 95 % t-interval; null where there is none.</param>
/// <param name="High">Upper end.</param>
internal sealed record LearningPoint(double Iteration, double Mean, double? Low, double? High);
