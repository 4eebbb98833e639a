namespace Xmrl.Reproduction.Robustness;

/// <summary>Scores during a training.</summary>
internal sealed record StudyEvaluation
{
    /// <summary>The iteration after which they were taken, from 0.</summary>
    public required long Iteration { get; init; }

    /// <summary>Environment steps of the training so far, without those of any evaluation.</summary>
    public required long TrainingInteractions { get; init; }

    /// <summary>Environment steps of this evaluation, if no episode ended early.</summary>
    public required long EvaluationInteractions { get; init; }

    /// <summary>Mean scores by group of test tasks, trajectories and actions, as <see cref="StudyGroups.Name(string, ScoreKind,
    /// Xmrl.Training.Settings.ActionKind)"/> has it.</summary>
    public required IReadOnlyDictionary<string, double> Scores { get; init; }
}
