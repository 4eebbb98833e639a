namespace Xmrl.Reproduction.Page;

/// <summary>Learning curves of a series' runs, averaged over seeds.</summary>
/// <param name="Label">The series.</param>
/// <param name="Points">Iteration, mean over seeds, and the mean's 95 % t-interval (null where there is none).</param>
internal sealed record LearningCurve(string Label, IReadOnlyList<(double Iteration, double Mean, double? Low, double? High)> Points);
