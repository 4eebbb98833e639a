using System.Text.Json.Serialization;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Evaluation;

/// <summary>Content of evaluations/*.json: how a policy of a stored run adapts to fresh tasks.</summary>
internal sealed record RunEvaluation
{
    /// <summary>Most tasks with a <see cref="Matrix"/>.</summary>
    public const int MostMatrixTasks = 4;

    /// <summary>Environment id.</summary>
    public required string Environment { get; init; }

    /// <summary>Key of the learner, whose adaptation rule is used.</summary>
    public required string Learner { get; init; }

    /// <summary>Which policy of the run: base, or the method that retrained it.</summary>
    public required string Method { get; init; }

    /// <summary>What adaptations to the data's test tasks saw; null for the run's own source, and fresh tasks.</summary>
    public string? AdaptFrom { get; init; }

    /// <summary>Iterations after which the policy was stored.</summary>
    public required long Iteration { get; init; }

    /// <summary>Iterations that the run is configured for; more than <see cref="Iteration"/> if it is not finished.</summary>
    public required int ConfiguredIterations { get; init; }

    /// <summary>What the scores measure.</summary>
    public required string Score { get; init; }

    /// <summary>Seed of tasks, adaptations and intervals.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Adaptation steps that the run trained with.</summary>
    public required int TrainedSteps { get; init; }

    /// <summary>Trajectories that an adaptation step sees.</summary>
    public required int Trajectories { get; init; }

    /// <summary>Independent adaptations per task.</summary>
    public required int Repeats { get; init; }

    /// <summary>Environment steps that all adaptations took, without the scoring.</summary>
    public required long Interactions { get; init; }

    /// <summary>The actions by which tasks are called best and worst: those that the run's own scores report.</summary>
    public required ActionKind Actions { get; init; }

    /// <summary>Names of the task parameters.</summary>
    public required IReadOnlyList<string> TaskParameterNames { get; init; }

    /// <summary>The adaptation curve, steps 0 … K.</summary>
    public required IReadOnlyList<CurvePoint> Curve { get; init; }

    /// <summary>The tasks, by number.</summary>
    public required IReadOnlyList<TaskCurve> Tasks { get; init; }

    /// <summary>Scores after the last step, with <see cref="Actions"/>, of adaptations to the data of task i in the environment of task j,
    /// in the order of the tasks; null where adaptations do not see stored data, or where there are more tasks than
    /// <see cref="MostMatrixTasks"/>. Shape [tasks, tasks].</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double[]>? Matrix { get; init; }

    /// <summary>Tasks by their score after the last step, worst first; equal scores in the order of their numbers.</summary>
    /// <returns>All tasks.</returns>
    public IReadOnlyList<TaskCurve> WorstFirst()
        => [.. Tasks.OrderBy(task => (Actions == ActionKind.Mean ? task.MeanActions : task.Sampled)[^1]).ThenBy(task => task.Index)];
}
