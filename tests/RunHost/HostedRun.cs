using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Methods;
using Xmrl.Training.Hosting;
using Xmrl.Training.Settings;

namespace Xmrl.RunHost;

/// <summary>A run at a size that takes a moment: one for each learner, and one with every stage of an improvement and every
/// method.</summary>
/// <param name="Name">Name of its folder.</param>
/// <param name="Runner">The experiment.</param>
/// <param name="Action">What is done with it.</param>
/// <param name="Overrides">What makes it small.</param>
internal sealed record HostedRun(string Name, IExperimentRunner Runner, ExperimentAction Action, string[] Overrides)
{
    /// <summary>Name of the improvement's folder.</summary>
    internal const string Improvement = "improve";

    private const string Trajectories = "meta.trajectories=4";

    private static readonly string[] s_small =
    [
        "policy.hiddenSizes=[4]", "tasks.training=6", "tasks.validation=4", "tasks.test=6", "meta.tasksPerIteration=3",
        "scoring.adaptationTrajectories=3", "scoring.sampledTrajectories=2", "scoring.repeats=1", "poor.testShare=0.34", "poor.count=2",
        "explain.criticalTasks=2",
    ];

    /// <summary>What makes a learner from replay small.</summary>
    private static readonly string[] s_soft =
    [
        "meta.networkLayers=1", "meta.networkUnits=4", "meta.batchSize=8", "meta.gradientSteps=2", "meta.initialSteps=20",
        "meta.replayCapacity=2000",
    ];

    /// <summary>All of them.</summary>
    internal static IEnumerable<HostedRun> All =>
    [
        .. LearnerArgument.Names.Select(name => Training(name, [.. LearnerArgument.Overrides(name, hasFile: false), .. Own(name)])),
        Training("maml-trust-region", [Trajectories, "meta.outerStep=trustRegion"]),
        Training("maml-sgd-step-sizes", [Trajectories, "meta.outerStep=sgd", "meta.stepSizeLearning=perParameter"]),
        new HostedRun(
            Improvement,
            Navigation2DExperiment.Create(),
            ExperimentAction.Improve,
            [
                .. s_small, Trajectories, "policy.contextSize=2", "meta.iterations=12", "poor.selectionRepeats=1", "explain.iterations=2",
                "explain.fidelity=true",
                "augment.iterations=2", "augment.sets=2", "augment.otherTasks=2", "retrain.iterations=3", "retrain.otherTasks=2",
                $"retrain.methods=[{Methods}]", "confirm.tasks=4", "confirm.candidates=[xmrl, xmrlPoor]",
            ]),
    ];

    /// <summary>Every method, as configurations name them.</summary>
    private static string Methods
        => string.Join(", ", MethodTable.Standard.Keys);

    /// <summary>What makes a learner small.</summary>
    private static string[] Own(string learner) => learner switch
    {
        "pearl" =>
        [
            .. s_soft, "meta.encoderLayers=1", "meta.encoderUnits=4", "meta.contextSamples=4", "meta.metaBatch=2",
            "meta.tasksPerCollection=2", "meta.priorSteps=20", "meta.posteriorSteps=20", "meta.extraSteps=20",
        ],
        "sac" => [.. s_soft, "meta.tasksPerStep=2", "meta.stepsPerIteration=20"],
        _ => [Trajectories],
    };

    private static HostedRun Training(string name, string[] overrides)
        => new(name, Navigation2DExperiment.Create(), ExperimentAction.Train, [.. s_small, .. overrides, "meta.iterations=24"]);
}
