using Xmrl.Environments.BernoulliBandit;
using Xmrl.Experiments.Improvement;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Definitions;

/// <summary>Meta-training of a categorical policy on <c>BernoulliBandit-v1</c>. It has one state, so there is nothing to mix: it can be
/// trained, not repaired.</summary>
/// <remarks>All figures are ours. A pull pays for itself alone, so inner advantages look at the next reward only; two episodes are 2,000
/// pulls. The gradient of a softmax over ten arms is small, hence the large inner step size; implicit MAML needs a proximal strength to
/// match, 0.1.</remarks>
public static class BanditExperiment
{
    /// <summary>Its name on the command line.</summary>
    public const string Name = "bandit";

    /// <summary>What it is about, in one sentence.</summary>
    internal const string Summary = "Ten arms of unknown success rates, 1,000 pulls: BernoulliBandit-v1.";

    /// <summary>The configuration in full length.</summary>
    public static ImproveConfiguration Configuration { get; } = new()
    {
        Environment = BernoulliBanditFamily.Id,
        Tasks = new TaskSettings { Training = 100, Validation = 20, Test = 100 },
        Policy = new PolicySettings { HiddenSizes = [32] },
        Meta = new MetaSettings
        {
            Learner = new Maml
            {
                Inner = new()
                {
                    // Validation score of quick runs with seed 1: 559, 668, 836 at 1, 3, 10.
                    InnerStepSize = 10,
                },
                Rollouts = new()
                {
                    Trajectories = 2,
                    Trace = 0,
                    InnerDiscount = 0,
                    InnerTrace = 0,
                    Baseline = BaselineName.LinearTime,
                },
                Outer = new() { Schedule = new() { OuterStepSize = 1e-3 } },
            },
            Iterations = 200,
            TasksPerIteration = 20,
        },
        Scoring = new ScoringSettings
        {
            Actions = ActionKind.Sampled,
            AdaptationTrajectories = 2,
            SampledTrajectories = 4,
            MeanTrajectories = 4,
            Repeats = 3,
            DegradedBy = 20,
        },
    };

    /// <summary>Builds the runner.</summary>
    /// <returns>The runner.</returns>
    public static ImprovementRunner Create() => new(
        Name,
        Summary,
        Configuration,
        ["meta.iterations=20", "tasks.test=20", "scoring.repeats=1"]);
}
