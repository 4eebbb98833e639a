using Xmrl.Environments.BernoulliBandit;
using Xmrl.Experiments.Improvement;
using Xmrl.Meta.Learners;

namespace Xmrl.Experiments.Definitions;

/// <summary>The bandit experiment at the sizes of RL²'s: <c>bandit-2x10</c>, <c>bandit-5x10</c>, <c>bandit-5x100</c>,
/// <c>bandit-10x100</c>, by arms and pulls.</summary>
/// <remarks>What is known of their best possible rewards is in docs/environments.md. A gradient learner cannot adapt within ten pulls: here
/// it plays several episodes and then adapts. All figures are ours.</remarks>
/// <seealso href="https://arxiv.org/abs/1611.02779">Duan et al. (2016), §3.1.</seealso>
internal static class BanditSizeExperiments
{
    /// <summary>Pulls from which a gradient learner adapts.</summary>
    private const int Pulls = 400;

    /// <summary>The name on the command line.</summary>
    public static string Name(int arms, int pulls) => $"{BanditExperiment.Name}-{arms}x{pulls}";

    /// <summary>The configuration in full length.</summary>
    public static ImproveConfiguration Configuration(int arms, int pulls)
    {
        ImproveConfiguration start = BanditExperiment.Configuration;
        var learner = (Maml)start.Meta.Learner;
        int trajectories = Pulls / pulls;
        return start with
        {
            Environment = BernoulliBanditFamily.IdOf(arms, pulls),
            Meta = start.Meta with
            {
                Learner = learner with { Rollouts = learner.Rollouts with { Trajectories = trajectories } },
            },
            Scoring = start.Scoring with
            {
                AdaptationTrajectories = trajectories,
                SampledTrajectories = trajectories,
                DegradedBy = 0.02 * pulls,
            },
        };
    }

    /// <summary>The experiments for a list, which builds none of them.</summary>
    /// <returns>One per size.</returns>
    public static IEnumerable<ListedExperiment> Listed()
    {
        foreach ((int arms, int pulls) in BernoulliBanditFamily.Sizes)
        {
            string name = Name(arms, pulls);
            string summary = $"{arms} arms of unknown success rates, {pulls} pulls: {BernoulliBanditFamily.IdOf(arms, pulls)}.";
            yield return new ListedExperiment(
                name,
                summary,
                () => new ImprovementRunner(
                    name, summary, Configuration(arms, pulls), ["meta.iterations=20", "tasks.test=20", "scoring.repeats=1"]));
        }
    }
}
