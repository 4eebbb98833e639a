using Xmrl.Statistics;

namespace Xmrl.Training.Evaluation;

/// <summary>A point of an adaptation curve.</summary>
/// <param name="Step">Adaptation steps taken, from 0.</param>
/// <param name="Sampled">With sampled actions.</param>
/// <param name="MeanActions">With mean actions; for categorical policies, the likeliest.</param>
internal sealed record CurvePoint(int Step, ScoreFigures Sampled, ScoreFigures MeanActions);
