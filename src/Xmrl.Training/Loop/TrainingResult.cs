namespace Xmrl.Training.Loop;

/// <summary>A trained meta-policy.</summary>
/// <param name="Parameters">Parameters θ. Shape [P].</param>
/// <param name="Totals">What it cost.</param>
internal sealed record TrainingResult(Real[] Parameters, TrainingTotals Totals);
