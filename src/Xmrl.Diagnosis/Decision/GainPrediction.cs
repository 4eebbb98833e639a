using MathNet.Numerics.Distributions;
using Xmrl.Diagnosis.Probes;
using Xmrl.Statistics;

namespace Xmrl.Diagnosis.Decision;

/// <summary>Predicts what a remedy brings on unseen tasks from the probe that is its short form.</summary>
/// <remarks>A probe of full length is the prediction. From a shorter one the kind's gain is carried on: at least what the probe had, at
/// most as much per iteration and never beyond the target, with the geometric mean of both as the estimate; and so is of the others' change
/// what is sure of it, without a target. The interval of the gain over all tasks is one for the mean over so many unseen tasks: it holds
/// their draw, and that of the tasks that the kind's share was counted on.</remarks>
internal static class GainPrediction
{
    /// <summary>Coverage that the intervals aim at.</summary>
    public const double Level = 0.9;

    /// <summary>Two-sided, of the normal law.</summary>
    private static readonly double s_quantile = Normal.InvCDF(0, 1, (1 + Level) / 2);

    /// <summary>Predicts from one probe.</summary>
    /// <param name="evidence">What was measured.</param>
    /// <param name="probe">The probe that is the remedy's short form.</param>
    /// <param name="scale">Share of the kind, lengths of trainings, numbers of tasks.</param>
    /// <returns>Gains of the kind and over all tasks.</returns>
    public static (Interval Kind, Interval All) Of(KindEvidence evidence, ProbeName probe, RemedyScale scale)
    {
        ScoredArm arm = evidence.Arm(probe)!;
        return Whole(KindGain(evidence, arm, scale), evidence, arm, scale);
    }

    /// <summary>Predicts for tasks that are added: between the kind added and the kind alone. The probe with the kind added is short for a
    /// kind that has to be learned from nothing; the specialist shows how fast it is learned, and loses the others.</summary>
    /// <param name="evidence">What was measured; one of the two probes at least.</param>
    /// <param name="scale">Share of the kind, lengths of trainings, numbers of tasks.</param>
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

    /// <summary>The kind's gain, carried on to the target.</summary>
    private static Interval KindGain(KindEvidence evidence, ScoredArm arm, RemedyScale scale)
        => Towards(arm.Kind, evidence.Kind, evidence.Target, scale.Lengths.Over(arm.Probe));

    /// <summary>The gain of tasks that fail, carried on to their target.</summary>
    private static Interval Towards(double[] after, double[] before, double target, double lengthening)
    {
        Interval gain = StudentMean.Difference(after, before, Level);
        double gap = target - before.Average();
        double value = gain.Value <= 0 ? gain.Value : Math.Sqrt(gain.Value * Longest(gain.Value));
        return gain is { Low: { } low, High: { } high } ? new Interval(value, Math.Min(low, value), Math.Max(Longest(high), value)) : gain;

        double Longest(double measured) => measured <= 0 || gap <= measured ? measured : Math.Min(gap, measured * lengthening);
    }

    /// <summary>The change of tasks that do not fail; only what is sure of it is carried on, as noise does not grow with the
    /// training.</summary>
    private static Interval Beside(double[] after, double[] before, double lengthening)
    {
        Interval gain = StudentMean.Difference(after, before, Level);
        if (gain is not { Low: { } low, High: { } high })
        {
            return gain;
        }

        double sure = low > 0 ? low : Math.Min(high, 0);
        double most = (lengthening - 1) * sure;
        double estimate = (Math.Sqrt(lengthening) - 1) * sure;
        return new Interval(gain.Value + estimate, low + Math.Min(0, most), high + Math.Max(0, most));
    }

    private static (Interval Kind, Interval All) Whole(Interval kind, KindEvidence evidence, ScoredArm arm, RemedyScale scale)
    {
        double lengthening = scale.Lengths.Over(arm.Probe);
        bool isAlone = arm.Others.Length == 0;
        double rest = Math.Max(0, 1 - scale.Share - scale.Elsewhere);
        List<Part> parts = [new(isAlone ? scale.Share + rest : scale.Share, kind, arm.Kind, evidence.Kind)];
        if (!isAlone)
        {
            parts.Add(new(rest, Beside(arm.Others, evidence.Others, lengthening), arm.Others, evidence.Others));
        }

        if (arm.Elsewhere.Length > 0)
        {
            parts.Add(new(
                scale.Elsewhere, Towards(arm.Elsewhere, evidence.Elsewhere, evidence.Target, lengthening), arm.Elsewhere,
                evidence.Elsewhere));
        }

        double mean = parts.Sum(part => part.Share * part.Gain.Value);
        if (parts.FirstOrDefault(part => part.Gain.Low is null) is { } unknown)
        {
            return (kind, Interval.None(mean, unknown.Gain.Reason ?? Interval.NoVariance));
        }

        // Independent parts: their reaches add as squares, on each side.
        double draw = Draw(parts, mean, scale);
        double below = parts.Sum(part => Square(part.Share * (part.Gain.Value - part.Gain.Low!.Value)));
        double above = parts.Sum(part => Square(part.Share * (part.Gain.High!.Value - part.Gain.Value)));
        return (kind, new Interval(mean, mean - Math.Sqrt(below + draw), mean + Math.Sqrt(above + draw)));
    }

    /// <summary>Square of how far the mean gain over so many unseen tasks lies from its expectation: gains differ within each kind, and by
    /// chance a kind is more or less frequent among the unseen tasks and among those that the shares were counted on.</summary>
    private static double Draw(IReadOnlyList<Part> parts, double mean, RemedyScale scale)
    {
        double frequency = parts.Sum(part => part.Share * Square(part.Gain.Value - mean));
        double within = parts.Sum(part => part.Share * Variance(part));
        return Square(s_quantile) * (((within + frequency) / scale.Scored) + (frequency / scale.Known));

        static double Variance(Part part) => Square(Moments.Of(StudentMean.Differences(part.After, part.Before, out _)).StandardDeviation);
    }

    private static double Square(double value) => value * value;

    /// <summary>Tasks of one kind: their share of all, the predicted gain of their mean, and scores with the probe and without.</summary>
    private sealed record Part(double Share, Interval Gain, double[] After, double[] Before);
}
