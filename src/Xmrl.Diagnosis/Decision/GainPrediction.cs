using Xmrl.Diagnosis.Probes;
using Xmrl.Statistics;

namespace Xmrl.Diagnosis.Decision;

/// <summary>Predicts what a remedy brings from the probe that is its short form.</summary>
/// <remarks>A probe of full length is the prediction. From a shorter one the gain is carried on: at least what the probe had, at most
/// as much per iteration and never beyond the target, with the geometric mean of both as the estimate.</remarks>
internal static class GainPrediction
{
    /// <summary>Coverage that the intervals aim at.</summary>
    public const double Level = 0.9;

    /// <summary>Predicts from one probe.</summary>
    /// <param name="evidence">What was measured.</param>
    /// <param name="probe">The probe that is the remedy's short form.</param>
    /// <param name="scale">Share of the kind, and lengths of trainings.</param>
    /// <returns>Gains of the kind and over all tasks.</returns>
    public static (Interval Kind, Interval All) Of(KindEvidence evidence, ProbeName probe, RemedyScale scale)
    {
        ScoredArm arm = evidence.Arm(probe)!;
        return Whole(KindGain(evidence, arm, scale), evidence, arm, scale);
    }

    /// <summary>Predicts for tasks that are added: between the kind added and the kind alone. The probe with the kind added is short for a
    /// kind that has to be learned from nothing; the specialist shows how fast it is learned, and loses the others.</summary>
    /// <param name="evidence">What was measured; one of the two probes at least.</param>
    /// <param name="scale">Share of the kind, and lengths of trainings.</param>
    /// <returns>Gains of the kind and over all tasks.</returns>
    public static (Interval Kind, Interval All) OfAdded(KindEvidence evidence, RemedyScale scale)
    {
        ScoredArm? best = new[] { evidence.Arm(ProbeName.Specialist), evidence.Arm(ProbeName.LongSpecialist) }
            .Where(arm => arm is not null).MaxBy(arm => arm!.Kind.Average());
        if ((evidence.Arm(ProbeName.KindAdded), best) is not ({ } added, { } alone))
        {
            return Of(evidence, evidence.Arm(ProbeName.KindAdded) is null ? ProbeName.Specialist : ProbeName.KindAdded, scale);
        }

        Interval least = KindGain(evidence, added, scale);
        Interval most = KindGain(evidence, alone, scale);
        double low = Math.Min(least.Low ?? least.Value, most.Value);
        double high = Math.Max(most.High ?? most.Value, least.Value);
        double value = Math.Clamp(0.5 * (least.Value + most.Value), low, high);
        return Whole(new Interval(value, low, high), evidence, added, scale);
    }

    private static Interval KindGain(KindEvidence evidence, ScoredArm arm, RemedyScale scale)
        => Carried(
            StudentMean.Difference(arm.Kind, evidence.Kind, Level), evidence.Gap(evidence.AllRows), scale.Lengths.Over(arm.Probe));

    private static (Interval Kind, Interval All) Whole(
        Interval kind, KindEvidence evidence, ScoredArm arm, RemedyScale scale)
    {
        Interval others = arm.Others.Length == 0
            ? kind
            : Carried(StudentMean.Difference(arm.Others, evidence.Others, Level), 0, scale.Lengths.Over(arm.Probe));
        double mean = (scale.Share * kind.Value) + ((1 - scale.Share) * others.Value);
        if ((kind.Low, others.Low) is not ({ } kindLow, { } othersLow))
        {
            return (kind, Interval.None(mean, kind.Reason ?? others.Reason ?? Interval.NoVariance));
        }

        // Independent parts: their reaches add as squares, on each side.
        double below = double.Hypot(scale.Share * (kind.Value - kindLow), (1 - scale.Share) * (others.Value - othersLow));
        double above = double.Hypot(
            scale.Share * (kind.High!.Value - kind.Value), (1 - scale.Share) * (others.High!.Value - others.Value));
        return (kind, new Interval(mean, mean - below, mean + above));
    }

    /// <summary>A gain after a longer training.</summary>
    private static Interval Carried(Interval gain, double gap, double lengthening)
    {
        double value = gain.Value <= 0 ? gain.Value : Math.Sqrt(gain.Value * Longest(gain.Value));
        return gain is { Low: { } low, High: { } high } ? new Interval(value, Math.Min(low, value), Math.Max(Longest(high), value)) : gain;

        double Longest(double measured) => measured <= 0 || gap <= measured ? measured : Math.Min(gap, measured * lengthening);
    }
}
