using Xmrl.Diagnosis.Probes;

namespace Xmrl.Diagnosis.Decision;

/// <summary>From a probe's figures to those of its remedy.</summary>
/// <param name="Share">Share of the kind among all tasks, in [0, 1].</param>
/// <param name="Elsewhere">Share of the other failing kinds, in [0, 1).</param>
/// <param name="Lengths">Lengths of trainings; of a remedy that trains nothing, <see cref="TrainingLengths.None"/>.</param>
/// <param name="Known">Tasks that the shares were counted on, ≥ 1.</param>
/// <param name="Scored">Unseen tasks on which the gain will be measured, ≥ 1.</param>
internal sealed record RemedyScale(double Share, double Elsewhere, TrainingLengths Lengths, int Known, int Scored);
