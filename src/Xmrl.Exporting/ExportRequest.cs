using Xmrl.Numerics.Validation;
using Xmrl.Training.Evaluation;

namespace Xmrl.Exporting;

/// <summary>Which policy of a stored run is wanted.</summary>
internal sealed record ExportRequest
{
    /// <summary>Which meta-policy: <see cref="EvaluationRequest.BaseMethod"/>, or a retrained one as in its checkpoints' names.</summary>
    public string Method { get; init; } = EvaluationRequest.BaseMethod;

    /// <summary>Number of the run's test task that the policy is adapted to, ≥ 0; null for the meta-policy itself.</summary>
    public int? AdaptedTo { get; init => field = NumberRange.NotNegative.Require(value); }

    /// <summary>Adaptation steps, ≥ 1; null for as many as the run trained with.</summary>
    public int? Steps { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Trajectories that an adaptation step sees, ≥ 1; null for the run's scoring.adaptationTrajectories.</summary>
    public int? Trajectories { get; init => field = NumberRange.AtLeast(1).Require(value); }
}
