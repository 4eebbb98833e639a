using Xmrl.Diagnosis.Probes;
using Xmrl.Statistics;

namespace Xmrl.Diagnosis.Decision;

/// <summary>From a cause to one remedy with what it is predicted to bring.</summary>
internal static class Prescriber
{
    /// <summary>Prescribes.</summary>
    /// <param name="cause">The cause.</param>
    /// <param name="evidence">What was measured.</param>
    /// <param name="scale">Share of the kind, and lengths of trainings.</param>
    /// <param name="bench">Knows the adaptation of the run.</param>
    public static Prescription Of(Cause cause, KindEvidence evidence, RemedyScale scale, IDiagnosisBench bench)
    {
        return cause switch
        {
            Cause.AdaptationData => Measured(Remedy.ChangeAdaptation, Better(evidence)) with
            {
                Sentence = $"Adapt with {evidence.Arm(Better(evidence))!.Change!.Describe(bench.Adaptation)}; no training.",
                Adaptation = evidence.Arm(Better(evidence))!.Change,
            },
            Cause.TooLittleTraining => Measured(
                Remedy.TrainLonger, evidence.Arm(ProbeName.LongTraining)?.Probe ?? ProbeName.MoreTraining) with
            {
                Sentence = "Go on with meta-training as it was.",
            },
            Cause.MisleadingTasks when evidence.Arm(ProbeName.WithoutSuspects) is null => Measured(Remedy.AddTasks, Added(evidence)) with
            {
                Sentence = "Add tasks, and review rewards and dynamics of the training tasks: fresh tasks teach what these do not.",
            },
            Cause.MisleadingTasks => Measured(Remedy.LeaveOutTasks, ProbeName.WithoutSuspects) with
            {
                Sentence = "Leave out the harmful training tasks, and review their rewards and dynamics.",
            },
            Cause.RareKind => Predicted(Remedy.AddTasks, GainPrediction.OfAdded(evidence, scale)) with
            {
                Sentence = "Add training tasks of this kind.",
            },
            Cause.Interference when evidence.Recovery(ProbeName.KindAdded, evidence.AllRows) >= DiagnosisRule.LeastRecovery
                => Measured(Remedy.WeighTasks, ProbeName.KindAdded) with
                {
                    Sentence = "Give this kind more weight in training; a larger network would take both kinds.",
                },
            Cause.Interference => Nothing(
                Remedy.EnlargeNetwork, "Train a larger network: this one learns the kind alone, and not beside the others."),
            Cause.OutOfReach => Nothing(
                Remedy.None, "No remedy: a training on this kind alone comes no nearer, so that its score may be the ceiling."),
            Cause.NothingToRepair => Nothing(Remedy.None, "Nothing is to be repaired."),
            _ => Nothing(Remedy.None, "No remedy is prescribed while the cause is unclear."),
        };

        static ProbeName Added(KindEvidence evidence)
            => evidence.Arm(ProbeName.KindAdded) is null ? ProbeName.Specialist : ProbeName.KindAdded;

        // The one of the two adaptations that recovers more.
        static ProbeName Better(KindEvidence evidence)
            => Recovery(evidence, ProbeName.OtherSteps) > Recovery(evidence, ProbeName.MoreData)
                ? ProbeName.OtherSteps
                : ProbeName.MoreData;

        static double Recovery(KindEvidence evidence, ProbeName probe)
            => evidence.Recovery(probe, evidence.AllRows) ?? double.NegativeInfinity;

        Prescription Measured(Remedy remedy, ProbeName probe) => Predicted(
            remedy,
            GainPrediction.Of(
                evidence, probe, remedy == Remedy.ChangeAdaptation ? scale with { Lengths = TrainingLengths.None } : scale));

        static Prescription Predicted(Remedy remedy, (Interval Kind, Interval All) gain)
            => new() { Remedy = remedy, Sentence = string.Empty, KindGain = gain.Kind, Gain = gain.All };

        static Prescription Nothing(Remedy remedy, string sentence) => new() { Remedy = remedy, Sentence = sentence };
    }
}
