using Xmrl.Experiments.Settings;

namespace Xmrl.Experiments.Training;

/// <summary>Names of the learners in tables, which are those of the base policies that they trained.</summary>
public static class LearnerTitles
{
    /// <summary>The meta-policy that is to be repaired, where its learner is MAML.</summary>
    public const string Base = "MAML";

    /// <summary>Name of a learner, and of the base policy that it trained.</summary>
    /// <param name="learner">The learner.</param>
    /// <returns>Name in tables.</returns>
    public static string Of(LearnerName learner) => learner switch
    {
        LearnerName.Maml => Base,
        LearnerName.FirstOrderMaml => "First-order MAML",
        LearnerName.EMaml => "E-MAML",
        LearnerName.SgMrl => "SG-MRL",
        LearnerName.ProMp => "ProMP",
        LearnerName.IMaml => "Implicit MAML",
        LearnerName.Cavia => "CAVIA",
        _ => throw new ArgumentOutOfRangeException(nameof(learner), learner, "Unknown learner."),
    };
}
