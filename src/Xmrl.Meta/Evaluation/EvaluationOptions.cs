namespace Xmrl.Meta.Evaluation;

/// <summary>How adapted policies are scored.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Adaptation steps K; the score is given after 0 … K.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>Trajectories that each adaptation step sees.</summary>
    public int AdaptationTrajectories { get; init; } = 20;

    /// <summary>Trajectories that score an adapted policy with sampled actions; 0 to leave them out.</summary>
    public int SampledTrajectories { get; init; } = 20;

    /// <summary>Trajectories that score an adapted policy with mean actions; 1 suffices where start and dynamics are deterministic, 0 leaves them out.</summary>
    public int MeanTrajectories { get; init; } = 1;

    /// <summary>Independent adaptations per task, averaged.</summary>
    public int Repeats { get; init; } = 3;
}
