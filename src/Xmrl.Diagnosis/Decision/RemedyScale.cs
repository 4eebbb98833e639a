using Xmrl.Diagnosis.Probes;

namespace Xmrl.Diagnosis.Decision;

/// <summary>From a probe's figures to those of its remedy.</summary>
/// <param name="Share">Share of the kind among all tasks, in [0, 1].</param>
/// <param name="Lengths">Lengths of trainings; of a remedy that trains nothing, <see cref="TrainingLengths.None"/>.</param>
internal sealed record RemedyScale(double Share, TrainingLengths Lengths);
