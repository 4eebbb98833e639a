using System.Collections.Immutable;
using System.Reflection;
using Xmrl.MetaWorld.Families;
using Xmrl.MetaWorld.Tasks;

namespace Xmrl.MetaWorld.Experiments;

/// <summary>An experiment of Meta-World as its configuration is written: <c>ml10</c>, or <c>ml1-door-open</c> and its like.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Summary">What it is about, in one sentence.</param>
/// <param name="Changes">Settings in which it differs from <see cref="Configuration"/>.</param>
/// <param name="Quick">Settings of a short variant: a check that everything runs, not a result.</param>
internal sealed record MetaWorldExperiment(
    string Name, string Summary, ImmutableArray<string> Changes, ImmutableArray<string> Quick)
{
    /// <summary>Name of the one with all families.</summary>
    public const string Many = "ml10";

    private const string Needs = "needs libmujoco 2.2.2 and Meta-World's model files";

    private static readonly ImmutableArray<string> s_quick =
    [
        "meta.iterations=2",
        "meta.tasksPerIteration=10",
        "meta.trajectories=2",
        "meta.validations=1",
        "scoring.adaptationTrajectories=2",
        "scoring.sampledTrajectories=1",
        "meta.initialSteps=500",
        "meta.gradientSteps=50",
        "tasks.training=50",
        "tasks.validation=5",
        "tasks.test=5",
        "confirm.tasks=4",
        "poor.count=2",
        "explain.criticalTasks=2",
        "augment.iterations=2",
        "augment.trajectories=2",
        "augment.otherTasks=2",
        "retrain.iterations=2",
        "retrain.otherTasks=2",
        "retrain.methods=[xmrl, continued]",
    ];

    /// <summary>Names of the methods that the paper's tables compare, and of their controls.</summary>
    public static ImmutableArray<string> Compared { get; } =
        ["xmrl", "continued", "randomCritical", "predefinedAugmentation", "tw", "ma", "mr"];

    /// <summary>All of them: ML10, and each task alone.</summary>
    public static IEnumerable<MetaWorldExperiment> All { get; } =
    [
        new(Many, $"An arm meets ten kinds of manipulation and is tested on five others: {MetaWorldFamily.Ml10}; {Needs}.", [], s_quick),
        .. ArmTasks.All.Select(static task => new MetaWorldExperiment(
            $"ml1-{task.Name}", $"{task.Summary} {MetaWorldFamily.IdOf(task)} has one kind of task; {Needs}.",
            [
                $"environment={MetaWorldFamily.IdOf(task)}",
                "tasks.training=50",
                "tasks.validation=10",
                "tasks.test=40",
                "poor.count=3",
                "explain.criticalTasks=5",
                "confirm.tasks=20",
            ],
            s_quick)),
    ];

    /// <summary>The configuration of ML10, as YAML.</summary>
    public static string Configuration()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("ml10.yaml")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
