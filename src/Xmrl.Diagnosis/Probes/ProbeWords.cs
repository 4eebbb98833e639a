namespace Xmrl.Diagnosis.Probes;

/// <summary>Probes for people.</summary>
internal static class ProbeWords
{
    /// <summary>A few words on a probe.</summary>
    public static string Of(ProbeName probe) => probe switch
    {
        ProbeName.Confirmation => "scores of fresh tasks of the kind",
        ProbeName.MoreData => "more adaptation trajectories",
        ProbeName.OtherSteps => "more adaptation steps or another inner step size",
        ProbeName.MoreTraining => "a short continuation of meta-training",
        ProbeName.WithoutSuspects => "the same without the harmful training tasks",
        ProbeName.KindAdded => "the same with the kind added",
        ProbeName.Specialist => "a short training on the kind alone",
        ProbeName.LongTraining => "a long continuation of meta-training",
        ProbeName.LongSpecialist => "a new policy trained on the kind alone",
        _ => probe.ToString(),
    };
}
