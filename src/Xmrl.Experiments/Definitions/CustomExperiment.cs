using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Settings;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Numerics.Kernels;
using Xmrl.Rl.Environments;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Definitions;

/// <summary>Any environment, also one that a user brings: its configuration names the environment, and what it leaves out follows from the
/// environment's sizes. Nothing is tuned on one environment.</summary>
/// <remarks>Network: 64 × 64 with tanh and a learned standard deviation that begins at 1 (ProMP, Rothfuss et al. 2019), with a last layer
/// of small weights (Andrychowicz et al. 2021). γ = 0.99 and a baseline linear in features of state and time (Duan et al. 2016), λ = 0.95
/// for both rollouts (chosen by us, in the range of Schulman et al. 2016). α = 0.1 and 20 tasks per iteration (MAML, Finn et al. 2017,
/// Appendix A.2). About 2,000 steps per rollout, which are the 20 trajectories of 100 steps there. Sizes of task sets, iterations and
/// methods: chosen by us.</remarks>
internal static class CustomExperiment
{
    /// <summary>Its name on the command line.</summary>
    public const string Name = "custom";

    /// <summary>What it is about, in one sentence.</summary>
    internal const string Summary = "Any environment, also your own: a YAML file names it, and what the file leaves out follows from it.";

    private const int RolloutSteps = 2000;
    private const int FewestTrajectories = 10;
    private const int MostTrajectories = 40;

    /// <summary>What a run is by default.</summary>
    internal static EnvironmentDefaults Defaults { get; } = new(Configuration, Quick);

    /// <summary>Builds the runner.</summary>
    /// <returns>The runner.</returns>
    public static ImprovementRunner Create() => new(Name, Summary, new ImproveConfiguration(), [])
    {
        ByEnvironment = Defaults,
        Compared = [.. MethodTable.Standard.All.Select(method => method.Name)],
    };

    private static ImproveConfiguration Configuration(IEnvironmentFamily family)
    {
        int trajectories = Math.Clamp(RolloutSteps / family.Spec.Horizon, FewestTrajectories, MostTrajectories);
        return new ImproveConfiguration
        {
            Environment = family.Spec.Id,
            Tasks = new TaskSettings { Training = 50, Validation = 60, Test = 100 },
            Policy = new PolicySettings
            {
                HiddenSizes = [64, 64],
                Activation = Activation.Tanh,
                InitialLogStd = 0,
                LearnLogStd = true,
                OutputGain = 0.01,
            },
            Meta = new MetaSettings
            {
                Learner = new Maml
                {
                    Inner = new() { InnerStepSize = 0.1 },
                    Rollouts = new()
                    {
                        Trajectories = trajectories,
                        Discount = 0.99,
                        Trace = 0.95,
                        InnerDiscount = 0.99,
                        InnerTrace = 0.95,
                        Baseline = BaselineName.LinearTime,
                    },
                },
                Iterations = 200,
                TasksPerIteration = 20,
                OnCollapse = CollapseRule.ReturnToBest,
            },
            Poor = new PoorSettings { Count = 9 },
            Retrain = new RetrainSettings { OuterStepSize = 3e-4 },
            Confirm = new ConfirmSettings { Candidates = ["prescribed", "xmrl", "xmrlPoor"] },
            Scoring = new ScoringSettings
            {
                Actions = ActionKind.Sampled,
                AdaptationTrajectories = trajectories,
                SampledTrajectories = trajectories,
                Repeats = 3,
                DegradedBy = ScoreScale.Of(family),
            },
        };
    }

    /// <summary>No value becomes larger than the configuration has it.</summary>
    private static ImmutableArray<string> Quick(ImproveConfiguration full, int horizon)
    {
        int trajectories = (int)(full.Meta.Learner.Load(horizon).RolloutSteps / horizon);
        return
        [
            AtMost("tasks.validation", full.Tasks.Validation, 40),
            AtMost("tasks.test", full.Tasks.Test, 40),
            AtMost("meta.iterations", full.Meta.Iterations, 60),
            AtMost("meta.trajectories", trajectories, 10),
            AtMost("meta.validations", full.Meta.Validations, 4),
            AtMost("poor.count", full.Poor.Count, 6),
            AtMost("poor.selectionRepeats", full.Poor.SelectionRepeats, 2),
            AtMost("explain.iterations", full.Explain.Iterations, 5),
            AtMost("augment.iterations", full.Augment.Iterations, 3),
            AtMost("augment.trajectories", full.Augment.Trajectories ?? trajectories, 5),
            AtMost("retrain.iterations", full.Retrain.Iterations, 30),
            AtMost("confirm.tasks", full.Confirm.Tasks, 40),
            AtMost("scoring.adaptationTrajectories", full.Scoring.AdaptationTrajectories, 10),
            AtMost("scoring.sampledTrajectories", full.Scoring.SampledTrajectories, 10),
            AtMost("scoring.repeats", full.Scoring.Repeats, 2),
        ];
    }

    private static string AtMost(string key, int value, int most)
        => string.Create(CultureInfo.InvariantCulture, $"{key}={Math.Min(value, most)}");
}
