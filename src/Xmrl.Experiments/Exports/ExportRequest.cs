using Xmrl.Experiments.Evaluation;

namespace Xmrl.Experiments.Exports;

/// <summary>Which policy of a stored run is wanted.</summary>
internal sealed record ExportRequest
{
    /// <summary>Which meta-policy: <see cref="EvaluationRequest.BaseMethod"/>, or a retrained one as in its checkpoints' names.</summary>
    public string Method { get; init; } = EvaluationRequest.BaseMethod;

    /// <summary>Number of the run's test task that the policy is adapted to, ≥ 0; null for the meta-policy itself.</summary>
    public int? AdaptedTo
    {
        get;
        init => field = value is null or >= 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(AdaptedTo), value, $"AdaptedTo must be at least 0; found {value}.");
    }

    /// <summary>Adaptation steps, ≥ 1; null for as many as the run trained with.</summary>
    public int? Steps { get; init => field = AtLeastOne(value, nameof(Steps)); }

    /// <summary>Trajectories that an adaptation step sees, ≥ 1; null for the run's scoring.adaptationTrajectories.</summary>
    public int? Trajectories { get; init => field = AtLeastOne(value, nameof(Trajectories)); }

    private static int? AtLeastOne(int? value, string name)
        => value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 1; found {value}.");
}
