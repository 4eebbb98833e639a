using System.Globalization;
using Xmrl.Attention.Episodes;
using Xmrl.Latents.Learning;
using Xmrl.Meta.Context;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Trials;
using Xmrl.Trials.Recurrent;

namespace Xmrl.Exporting;

/// <summary>The policies that see their trial, by the learners that train them.</summary>
internal static class TrialPolicies
{
    /// <summary>Where a policy keeps what it has learned of a task.</summary>
    /// <param name="policy">The policy.</param>
    public static string Place(IExportedPolicy policy) => policy is ExportedPosteriorPolicy ? "latent" : "memory";

    /// <summary>The policy of a learner.</summary>
    /// <param name="learner">The learner.</param>
    /// <param name="theta">Its parameters θ. Shape [P].</param>
    /// <param name="name">Name of the graph.</param>
    /// <param name="metadata">Where the policy comes from: text by name.</param>
    /// <returns>The policy; null where the learner's policy sees no trial.</returns>
    /// <exception cref="ArithmeticException">A parameter is not finite; the message names its tensor.</exception>
    public static IExportedPolicy? Of(IMetaLearner learner, Real[] theta, string name, IReadOnlyDictionary<string, string> metadata)
    {
        return learner switch
        {
            TrialLearner { Policy: GruPolicy policy } trials
                => new ExportedRecurrentPolicy(policy, Own(), name, With(trials.Options.Credit.Trajectories)),
            TrialLearner { Policy: AttentionPolicy policy } trials
                => new ExportedAttentionPolicy(policy, Own(), name, With(trials.Options.Credit.Trajectories)),
            LatentLearner latent => new ExportedLatentPolicy(latent.Networks, Own(), name, With(latent.Options.Trajectories)),
            PosteriorLearner posterior => new ExportedPosteriorPolicy(posterior, Own(), name, metadata),
            _ => null,
        };

        ExportedTensors Own() => new(learner.Tensors, theta, name);

        IEnumerable<KeyValuePair<string, string>> With(int trajectories)
            => metadata.Append(KeyValuePair.Create("trial.trajectories", trajectories.ToString(CultureInfo.InvariantCulture)));
    }
}
