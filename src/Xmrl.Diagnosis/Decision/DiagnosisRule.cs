using Xmrl.Diagnosis.Probes;

namespace Xmrl.Diagnosis.Decision;

/// <summary>From what the probes measured to a cause. Docs: docs/algorithms/diagnosis.md has where the thresholds were chosen.</summary>
internal static class DiagnosisRule
{
    /// <summary>Share of the gap from which on a change of adaptation, or a continuation, is the whole answer.</summary>
    public const double WholeRecovery = 0.5;

    /// <summary>Share of the gap that a training must recover at least to count.</summary>
    public const double LeastRecovery = 0.25;

    /// <summary>Share of the gap by which a change of the tasks must be ahead of more training on the same tasks.</summary>
    public const double LeastLead = 0.15;

    /// <summary>Share of the training tasks up to which a kind is called rare.</summary>
    public const double RareShare = 0.15;

    /// <summary>The cause that the evidence speaks for.</summary>
    /// <param name="evidence">What was measured.</param>
    /// <param name="rows">Positions of fresh tasks of the kind; may repeat, as in a bootstrap.</param>
    /// <returns>The cause; <see cref="Cause.Unclear"/> where the probes so far do not decide.</returns>
    public static Cause Decide(KindEvidence evidence, ReadOnlySpan<int> rows)
    {
        if (!evidence.Fails(rows))
        {
            return Cause.NothingToRepair;
        }

        double more = Recovered(evidence, ProbeName.MoreTraining, rows);
        double without = Recovered(evidence, ProbeName.WithoutSuspects, rows);
        double added = Recovered(evidence, ProbeName.KindAdded, rows);
        double alone = Recovered(evidence, ProbeName.Specialist, rows);
        double adapted = Recovered(evidence, ProbeName.Adaptation, rows);
        double changed = Math.Max(without, added);
        bool leads = changed >= LeastRecovery && changed - Math.Max(more, 0) >= LeastLead;
        if (leads && without >= added)
        {
            return Cause.MisleadingTasks;
        }

        bool isRare = evidence.TrainingShare <= RareShare;
        if (leads && isRare)
        {
            return Cause.RareKind;
        }

        // More adaptation makes up for much that training left undone: what mends the training is the cause then.
        if (adapted >= WholeRecovery && more < WholeRecovery)
        {
            return Cause.AdaptationData;
        }

        if (leads && (evidence.Conflict is null or <= 0))
        {
            return Cause.Interference;
        }

        if (more >= LeastRecovery)
        {
            return Cause.TooLittleTraining;
        }

        if (alone >= LeastRecovery)
        {
            return isRare ? Cause.RareKind : Cause.Interference;
        }

        // Where every task is of the kind and no score is called a failure, nothing says that more is possible, or that it is not.
        if (evidence.Limit is null && evidence.Others.Length == 0)
        {
            return Cause.Unclear;
        }

        // What no training recovers may still be within reach of another adaptation, if only part of the way.
        return evidence.Arm(ProbeName.Specialist) is null ? Cause.Unclear
            : adapted >= LeastRecovery ? Cause.AdaptationData : Cause.OutOfReach;
    }

    /// <summary>The probe that would tell more; null where all that apply were run.</summary>
    /// <param name="evidence">What was measured so far.</param>
    /// <param name="canChangeAdaptation">Whether there is another adaptation to try.</param>
    /// <returns>The cheapest probe that is left.</returns>
    public static ProbeName? Next(KindEvidence evidence, bool canChangeAdaptation)
    {
        (ProbeName Probe, bool Applies)[] order =
        [
            (ProbeName.Adaptation, canChangeAdaptation),
            (ProbeName.MoreTraining, true),
            (ProbeName.WithoutSuspects, evidence.Suspects > 0),
            (ProbeName.KindAdded, true),
            (ProbeName.Specialist, true),
        ];
        foreach ((ProbeName probe, bool applies) in order)
        {
            if (applies && evidence.Arm(probe) is null)
            {
                return probe;
            }
        }

        return null;
    }

    /// <summary>Whether a probe that is left could still change the cause.</summary>
    /// <param name="evidence">What was measured so far.</param>
    /// <param name="cause">The cause that it speaks for.</param>
    public static bool IsSettled(KindEvidence evidence, Cause cause) => cause switch
    {
        Cause.NothingToRepair or Cause.OutOfReach => true,
        Cause.AdaptationData => PointsTo(evidence).All(probe => evidence.Arm(probe) is not null),
        Cause.TooLittleTraining => Recovered(evidence, ProbeName.MoreTraining, evidence.AllRows) >= WholeRecovery
            || evidence.Arm(ProbeName.KindAdded) is not null,
        Cause.MisleadingTasks or Cause.RareKind or Cause.Interference
            => evidence.Arm(ProbeName.KindAdded) is not null || evidence.Arm(ProbeName.Specialist) is not null,
        _ => false,
    };

    /// <summary>The trainings that could show another cause than the adaptation: those that something before them speaks for.</summary>
    private static IEnumerable<ProbeName> PointsTo(KindEvidence evidence)
    {
        bool isRare = evidence.TrainingShare <= RareShare;
        if (evidence.Suspects > 0 || isRare || evidence.Others.Length == 0)
        {
            yield return ProbeName.MoreTraining;
        }

        if (evidence.Suspects > 0)
        {
            yield return ProbeName.WithoutSuspects;
        }

        if (isRare)
        {
            yield return ProbeName.KindAdded;
        }
    }

    private static double Recovered(KindEvidence evidence, ProbeName probe, ReadOnlySpan<int> rows)
        => evidence.Recovery(probe, rows) ?? double.NegativeInfinity;
}
