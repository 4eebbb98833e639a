namespace Xmrl.Diagnosis.Probes;

/// <summary>Probes for people.</summary>
internal static class ProbeWords
{
    /// <summary>A few words on a probe.</summary>
    public static string Of(ProbeName probe) => probe switch
    {
        ProbeName.Confirmation => "scores of fresh tasks of the kind",
        ProbeName.Adaptation => "other adaptations of the same policy",
        ProbeName.MoreTraining => "a short continuation of meta-training",
        ProbeName.WithoutSuspects => "the same without the harmful training tasks",
        ProbeName.KindAdded => "the same with the kind added",
        ProbeName.Specialist => "a short training on the kind alone",
        _ => probe.ToString(),
    };
}
