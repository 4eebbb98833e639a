using Xmrl.Diagnosis.Probes;

namespace Xmrl.Diagnosis.Decision;

/// <summary>From what the probes measured to a cause. Docs: docs/algorithms/diagnosis.md has where the thresholds were chosen.</summary>
/// <remarks>A remedy works on all tasks, so that what the others lose by its probe is taken off what the kind gains.</remarks>
internal static class DiagnosisRule
{
    /// <summary>Share of the gap from which on more adaptation data alone is the whole answer.</summary>
    public const double SufficientData = 0.75;

    /// <summary>Share of the gap from which on another adaptation, or a short continuation, is the answer.</summary>
    public const double WholeRecovery = 0.5;

    /// <summary>Share of the gap that a long continuation must recover at least to count.</summary>
    public const double LongRecovery = 0.4;

    /// <summary>Share of the gap that a new policy on the kind alone must recover at least to show that the kind is within reach.</summary>
    public const double NewRecovery = 0.35;

    /// <summary>Share of the gap that a short training must recover at least to count.</summary>
    public const double LeastRecovery = 0.25;

    /// <summary>Share of the gap by which a change of the tasks must be ahead of more training on the same tasks, and what others may lose
    /// where tasks are left out.</summary>
    public const double LeastLead = 0.15;

    /// <summary>Share of the gap that others lose where two kinds compete.</summary>
    public const double LeastLoss = 0.1;

    /// <summary>Share of the training tasks up to which a kind is called rare.</summary>
    public const double RareShare = 0.15;

    /// <summary>How far the tasks of a kind must lie together for the kind to be called rare.</summary>
    public const double LeastCoherence = 0.4;

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

        double data = Net(evidence, ProbeName.MoreData, rows);
        if (data >= SufficientData)
        {
            return Cause.AdaptationData;
        }

        double adapted = Math.Max(data, Net(evidence, ProbeName.OtherSteps, rows));
        double more = Net(evidence, ProbeName.MoreTraining, rows);
        double longer = Net(evidence, ProbeName.LongTraining, rows);
        bool leads = Leads(evidence, ProbeName.KindAdded, rows);
        if (Leads(evidence, ProbeName.WithoutSuspects, rows)
            && evidence.Cost(ProbeName.WithoutSuspects, rows) <= LeastLead
            && Recovered(evidence, ProbeName.WithoutSuspects, rows) >= Recovered(evidence, ProbeName.KindAdded, rows) - LeastLead)
        {
            return Cause.MisleadingTasks;
        }

        if (leads && IsRare(evidence))
        {
            return Cause.RareKind;
        }

        // More adaptation makes up for much that training left undone: what mends the training is the cause then.
        if (adapted >= WholeRecovery && more < WholeRecovery && longer < LongRecovery)
        {
            return Cause.AdaptationData;
        }

        // A kind that all tasks are of has no other to interfere with: what fresh tasks teach, the training tasks do not.
        if (leads && evidence.Others.Length == 0)
        {
            return Cause.MisleadingTasks;
        }

        if (leads && (evidence.Conflict is null or <= 0 || evidence.Cost(ProbeName.KindAdded, rows) >= LeastLoss))
        {
            return Cause.Interference;
        }

        if (more >= LeastRecovery || longer >= LongRecovery)
        {
            return Cause.TooLittleTraining;
        }

        if (Recovered(evidence, ProbeName.Specialist, rows) >= LeastRecovery
            || Recovered(evidence, ProbeName.LongSpecialist, rows) >= NewRecovery)
        {
            return IsRare(evidence) ? Cause.RareKind : evidence.Others.Length == 0 ? Cause.MisleadingTasks : Cause.Interference;
        }

        // Where every task is of the kind and no score is called a failure, nothing says that more is possible, or that it is not.
        if (evidence.Limit is null && evidence.Others.Length == 0)
        {
            return Cause.Unclear;
        }

        // What no training recovers may still be within reach of another adaptation, if only part of the way.
        return evidence.Arm(ProbeName.LongSpecialist) is null ? Cause.Unclear
            : adapted >= LeastRecovery ? Cause.AdaptationData : Cause.OutOfReach;
    }

    /// <summary>The probe that would tell more; null where all that apply were run.</summary>
    /// <param name="evidence">What was measured so far.</param>
    /// <param name="adaptations">Probes of another adaptation for which there is something to try.</param>
    /// <returns>The cheapest probe that is left.</returns>
    public static ProbeName? Next(KindEvidence evidence, IReadOnlySet<ProbeName> adaptations)
    {
        (ProbeName Probe, bool Applies)[] order =
        [
            (ProbeName.MoreData, adaptations.Contains(ProbeName.MoreData)),
            (ProbeName.OtherSteps, adaptations.Contains(ProbeName.OtherSteps)),
            (ProbeName.MoreTraining, true),
            (ProbeName.WithoutSuspects, evidence.Suspects > 0),
            (ProbeName.KindAdded, true),
            (ProbeName.Specialist, true),
            (ProbeName.LongTraining, true),
            (ProbeName.LongSpecialist, true),
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

    /// <summary>Whether no probe that is left could still change the cause.</summary>
    /// <param name="evidence">What was measured so far.</param>
    /// <param name="cause">The cause that it speaks for.</param>
    public static bool IsSettled(KindEvidence evidence, Cause cause) => cause switch
    {
        Cause.NothingToRepair or Cause.OutOfReach => true,
        Cause.AdaptationData => Net(evidence, ProbeName.MoreData, evidence.AllRows) >= SufficientData
            || WasRun(evidence, ProbeName.LongTraining),
        Cause.TooLittleTraining => Net(evidence, ProbeName.MoreTraining, evidence.AllRows) >= WholeRecovery
            || WasRun(evidence, ProbeName.KindAdded),
        Cause.MisleadingTasks => WasRun(evidence, ProbeName.KindAdded),
        Cause.RareKind or Cause.Interference
            => Leads(evidence, ProbeName.KindAdded, evidence.AllRows) || WasRun(evidence, ProbeName.LongTraining),
        _ => false,
    };

    /// <summary>Whether a training on other tasks recovers more of the gap than the same training on the training tasks.</summary>
    private static bool Leads(KindEvidence evidence, ProbeName probe, ReadOnlySpan<int> rows)
    {
        double recovered = Net(evidence, probe, rows);
        return recovered >= LeastRecovery && recovered - Math.Max(0, Net(evidence, ProbeName.MoreTraining, rows)) >= LeastLead;
    }

    private static bool IsRare(KindEvidence evidence) => evidence.TrainingShare <= RareShare && evidence.Coherence >= LeastCoherence;

    private static bool WasRun(KindEvidence evidence, ProbeName probe) => evidence.Arm(probe) is not null;

    private static double Net(KindEvidence evidence, ProbeName probe, ReadOnlySpan<int> rows)
        => Recovered(evidence, probe, rows) - evidence.Cost(probe, rows);

    /// <summary>The share of the gap that a probe recovers, at most all of it; negative infinity where the probe was not run.</summary>
    private static double Recovered(KindEvidence evidence, ProbeName probe, ReadOnlySpan<int> rows)
        => Math.Min(1, evidence.Recovery(probe, rows) ?? double.NegativeInfinity);
}
