using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Methods;
using Xmrl.Reproduction.Papers;
using Xmrl.Reproduction.Running;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;
using Xmrl.Training.Settings;

namespace Xmrl.Golden.Tests;

/// <summary>A run of a few iterations whose bits are stored.</summary>
/// <param name="Name">Name of its stored file: lower-case letters, digits and hyphens.</param>
internal sealed record GoldenRun(string Name)
{
    /// <summary>The improvement whose scores are returns: after so few iterations the drone has no success yet.</summary>
    public const string Navigation = "navigation";

    private const string NavigationExperiment = Navigation2DExperiment.Name;

    /// <summary>Every setting that decides the cost of a run, so that other defaults leave these runs as they are.</summary>
    private static readonly ImmutableArray<string> s_small =
    [
        "policy.hiddenSizes=[5]", "tasks.training=6", "tasks.validation=4", "tasks.test=6",
        "meta.iterations=3", "meta.tasksPerIteration=3", "meta.trajectories=4",
        "scoring.adaptationTrajectories=4", "scoring.sampledTrajectories=3", "scoring.repeats=1",
        "poor.count=2", "poor.below=null", "poor.selectionRepeats=1", "poor.testShare=0.34", "explain.criticalTasks=2",
    ];

    private static readonly ImmutableArray<string> s_stages =
    [
        .. s_small, "explain.iterations=2", "augment.iterations=2", "augment.sets=2", "augment.otherTasks=2",
        "retrain.iterations=2", "retrain.otherTasks=2", "confirm.tasks=6",
    ];

    /// <summary>What makes each learner from replay small.</summary>
    private static readonly ImmutableSortedDictionary<string, ImmutableArray<string>> s_soft =
        ImmutableSortedDictionary.Create<string, ImmutableArray<string>>(StringComparer.Ordinal).AddRange(
        [
            new(
                "pearl",
                [
                    "meta.encoderLayers=1", "meta.encoderUnits=4", "meta.contextSamples=6", "meta.metaBatch=3", "meta.tasksPerCollection=2",
                    "meta.priorSteps=100", "meta.posteriorSteps=100", "meta.extraSteps=100",
                ]),
            new("sac", ["meta.tasksPerStep=2", "meta.stepsPerIteration=100", "meta.softUpdate=twinTarget"]),
        ]);

    private const string XmrlCandidate = "confirm.candidates=[xmrl]";

    /// <summary>All methods but those that a diagnosis chooses.</summary>
    private static readonly string s_allMethods =
        $"retrain.methods=[{string.Join(',', MethodTable.Standard.All.Where(own => own.ChosenBy is null).Select(own => own.Name))}]";

    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>What is done with it.</summary>
    public required ExperimentAction Action { get; init; }

    /// <summary>What makes it small.</summary>
    public required ImmutableArray<string> Overrides { get; init; }

    /// <summary>Whether it needs the physics engine.</summary>
    public bool NeedsEngine { get; init; }

    /// <summary>The golden run whose base policy it repairs; null for its own training.</summary>
    public string? Base { get; init; }

    /// <summary>Each learner, each outer step, every stage of an improvement, planted truths, a robot, the market, and a table.</summary>
    public static IReadOnlyList<GoldenRun> All { get; } =
    [
        .. LearnerArgument.Names.Except(s_soft.Keys)
            .Select(name => Training(name, [.. LearnerArgument.Overrides(name, hasFile: false)])),
        .. s_soft.Keys.Select(name => Training(name) with
        {
            Overrides =
            [
                .. s_small.Where(entry => !entry.StartsWith("meta.trajectories", StringComparison.Ordinal)), $"meta.learner={name}",
                "meta.networkLayers=2", "meta.networkUnits=5", "meta.batchSize=8", "meta.gradientSteps=3", "meta.initialSteps=50",
                "meta.replayCapacity=300", .. s_soft[name],
            ],
        }),
        Training("maml-sgd-step-sizes", "meta.outerStep=sgd", "meta.stepSizeLearning=perParameter"),
        Training("maml-trust-region", "meta.outerStep=trustRegion", "policy.learnLogStd=true"),
        Training("maml-three-steps", "meta.innerSteps=3", "meta.gradientOrder=secondOrder", "meta.standardizesOuter=true"),
        Improvement("drone", DroneExperiment.Name, "policy.contextSize=2", "explain.fidelity=true", s_allMethods),
        Improvement(
            Navigation, NavigationExperiment, "meta.baseline=radial", "explain.fidelity=true", "scoring.degradedBy=1", XmrlCandidate,
            s_allMethods),
        Improvement("navigation-post-hoc", NavigationExperiment) with { Base = Navigation, Overrides = ["retrain.methods=[continued]"] },
        Improvement(
            "planted-rare", "drone-rare", "tasks.planted=rareRegion", "tasks.plantedCount=2", "retrain.methods=[xmrlPoor, randomAdded]"),
        Improvement("planted-corrupted", "drone-corrupted", "tasks.plantedCount=2", "retrain.methods=[xmrlPruned, randomPruned]"),
        Improvement(
            "robot", "halfcheetah-velocity", "meta.trajectories=2", "retrain.methods=[xmrl, continued]", XmrlCandidate) with
        {
            NeedsEngine = true,
        },
        Improvement("market", StockExperiment.Name, "policy.contextSize=0", "retrain.methods=[xmrl, continued]", XmrlCandidate),
        Improvement("prescribed", DroneExperiment.Name, "poor.count=4", "poor.below=null"),
        new("table")
        {
            Experiment = "navigation2d/learners",
            Action = ExperimentAction.Reproduce,
            Overrides = ["meta.iterations=2", "meta.tasksPerIteration=2", "meta.trajectories=3", "tasks.test=8", "policy.hiddenSizes=[4]"],
        },
    ];

    /// <summary>Runs it in a folder of its own.</summary>
    /// <param name="folder">Where the run's folder is made.</param>
    /// <param name="threads">Threads, ≥ 1.</param>
    /// <returns>The finished run.</returns>
    public RunDirectory Run(string folder, int threads)
    {
        string path = Path.Combine(folder, Name);
        IExperimentRunner runner = Action == ExperimentAction.Reproduce
            ? new ReproductionRunner(ReproductionRegistry.BuiltIn.Find(Experiment))
            : ExperimentRegistry.BuiltIn.Find(Experiment);
        var request = new ExperimentRequest
        {
            Experiment = Experiment,
            Action = Action,
            Seed = 1,
            Seeds = Action == ExperimentAction.Reproduce ? 1 : null,
            OutputDirectory = path,
            Threads = threads,
            Overrides = Overrides,
            BaseRun = Base is null ? null : Path.Combine(folder, Base),
            CommandLine = "golden",
        };
        new ExperimentHost().Run(runner, request, new Progress<StageProgress>(), NullLogger.Instance, CancellationToken.None);
        return RunDirectory.Open(path);
    }

    private static GoldenRun Training(string name, params string[] more) => new(name)
    {
        Experiment = NavigationExperiment,
        Action = ExperimentAction.Train,
        Overrides = [.. s_small, .. more],
    };

    private static GoldenRun Improvement(string name, string experiment, params string[] more) => new(name)
    {
        Experiment = experiment,
        Action = ExperimentAction.Improve,
        Overrides = [.. s_stages, .. more],
    };

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
