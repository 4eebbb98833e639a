using Xmrl.Environments.Doors;
using Xmrl.Experiments.Improvement;
using Xmrl.Meta.Learners;

namespace Xmrl.Experiments.Definitions;

/// <summary>Meta-training of a categorical policy on <c>Doors-v1</c>, with the learner of the bandit, whose rewards also are for one choice
/// alone.</summary>
/// <remarks>A gradient learner adapts from many episodes and may try every door, so it needs no peek; what the environment is for are
/// learners that remember. All figures are ours.</remarks>
internal static class DoorsExperiment
{
    /// <summary>Its name on the command line.</summary>
    public const string Name = "doors";

    /// <summary>What it is about, in one sentence.</summary>
    public const string Summary = "A prize behind one of ten doors, or a peek that pays in the next episode alone: Doors-v1.";

    private const int Trajectories = 50;

    /// <summary>The configuration in full length.</summary>
    public static ImproveConfiguration Configuration { get; } = Build();

    /// <summary>Builds the runner.</summary>
    /// <returns>The runner.</returns>
    public static ImprovementRunner Create() => new(
        Name, Summary, Configuration, ["meta.iterations=20", "tasks.test=20", "scoring.repeats=1"]);

    private static ImproveConfiguration Build()
    {
        ImproveConfiguration start = BanditExperiment.Configuration;
        var learner = (Maml)start.Meta.Learner;
        return start with
        {
            Environment = DoorsFamily.Id,
            Meta = start.Meta with
            {
                Learner = learner with
                {
                    Rollouts = learner.Rollouts with { Trajectories = Trajectories },
                },
            },
            Scoring = start.Scoring with
            {
                AdaptationTrajectories = Trajectories,
                SampledTrajectories = Trajectories,
                DegradedBy = 0.1,
            },
        };
    }
}
