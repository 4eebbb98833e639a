namespace Xmrl.Meta.Evaluation;

/// <summary>How adapted policies are scored.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Adaptation steps K ≥ 0; the score is given after 0 … K, or after K alone.</summary>
    public int Steps { get; init => field = Ranges.AtLeast(0, value, nameof(Steps)); } = 1;

    /// <summary>Trajectories that each adaptation step sees, ≥ 1.</summary>
    public int AdaptationTrajectories { get; init => field = Ranges.AtLeast(1, value, nameof(AdaptationTrajectories)); } = 20;

    /// <summary>Trajectories that score an adapted policy with sampled actions; 0 to leave them out.</summary>
    public int SampledTrajectories { get; init => field = Ranges.AtLeast(0, value, nameof(SampledTrajectories)); } = 20;

    /// <summary>Trajectories that score an adapted policy with mean actions; 1 suffices where start and dynamics are deterministic, 0
    /// leaves them out.</summary>
    public int MeanTrajectories { get; init => field = Ranges.AtLeast(0, value, nameof(MeanTrajectories)); } = 1;

    /// <summary>Independent adaptations per task, averaged, ≥ 1.</summary>
    public int Repeats { get; init => field = Ranges.AtLeast(1, value, nameof(Repeats)); } = 3;

    /// <summary>Whether only the score after the last step is wanted; the others are then NaN and cost nothing. The last score does not
    /// depend on it.</summary>
    public bool LastStepOnly { get; init; }

    /// <summary>Told how many adaptations are finished, after each of them, from any thread; null for nobody.</summary>
    public IProgress<int>? Progress { get; init; }
}
