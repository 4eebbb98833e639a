namespace Xmrl.Training.Evaluation;

/// <summary>Scores of one fresh task after 0 … K adaptation steps, averaged over independent adaptations.</summary>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Parameters">Its parameters, in the order of the evaluation's names.</param>
/// <param name="Sampled">With sampled actions. Shape [K + 1].</param>
/// <param name="MeanActions">With mean actions. Shape [K + 1].</param>
internal sealed record TaskCurve(int Index, double[] Parameters, double[] Sampled, double[] MeanActions);
