using Xmrl.Meta.Evaluation;
using Xmrl.Numerics.Validation;

namespace Xmrl.Reproduction.Robustness;

/// <summary>How a policy is scored during and after its training: always by all trajectories and by the last ones, with sampled and with
/// mean actions.</summary>
internal sealed record StudyScoring : IValidated
{
    /// <summary>Trajectories that an adaptation step sees, in [1, 10000]; 1 for learners of which a step is a trajectory. Default
    /// 20.</summary>
    public int AdaptationTrajectories { get; init; } = 20;

    /// <summary>Trajectories that score with sampled actions, in [1, 10000]. Default 20.</summary>
    public int SampledTrajectories { get; init; } = 20;

    /// <summary>Trajectories that score with mean actions, in [1, 10000]. Default 1.</summary>
    public int MeanTrajectories { get; init; } = 1;

    /// <summary>Adaptation steps of the curve that is measured after the training, in [1, 100]; at least those of the training.</summary>
    public int CurveSteps { get; init; } = 3;

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(1, 10_000).Check(nameof(AdaptationTrajectories), AdaptationTrajectories),
        .. NumberRange.Closed(1, 10_000).Check(nameof(SampledTrajectories), SampledTrajectories),
        .. NumberRange.Closed(1, 10_000).Check(nameof(MeanTrajectories), MeanTrajectories),
        .. NumberRange.Closed(1, 100).Check(nameof(CurveSteps), CurveSteps),
    ];

    /// <summary>The protocol after a number of adaptation steps: one adaptation per task.</summary>
    /// <param name="steps">The steps, ≥ 0.</param>
    /// <returns>The options.</returns>
    internal EvaluationOptions Options(int steps) => new()
    {
        Steps = steps,
        AdaptationTrajectories = AdaptationTrajectories,
        SampledTrajectories = SampledTrajectories,
        MeanTrajectories = MeanTrajectories,
        Repeats = 1,
    };
}
