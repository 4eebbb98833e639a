namespace Xmrl.Reproduction.Page;

/// <summary>Learning curves of a series' runs, averaged over seeds.</summary>
/// <param name="Label">The series.</param>
/// <param name="Points">The points, in ascending order of iterations.</param>
internal sealed record LearningCurve(string Label, IReadOnlyList<LearningPoint> Points);
