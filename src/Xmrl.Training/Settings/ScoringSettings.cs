using Xmrl.Meta.Evaluation;
using Xmrl.Numerics.Validation;

namespace Xmrl.Training.Settings;

/// <summary>How adapted policies are scored.</summary>
public sealed record ScoringSettings : IValidated
{
    /// <summary>Actions of the reported score; the other kind is printed beside it. Default mean (chosen by us:
    /// docs/deviations.md).</summary>
    public ActionKind Actions { get; init; } = ActionKind.Mean;

    /// <summary>Adaptation steps after which policies are scored, in [0, 100]; null for as many as the training looks through. Default
    /// null.</summary>
    /// <unit>steps</unit>
    public int? Steps { get; init; }

    /// <summary>Trajectories that an adaptation step sees, in [1, 10000]. Default 20 (xmrl, Appendix M).</summary>
    /// <unit>trajectories</unit>
    public int AdaptationTrajectories { get; init; } = 20;

    /// <summary>Trajectories that score with sampled actions, in [1, 10000]. Default 20 (chosen by us: as many as an adaptation step
    /// sees).</summary>
    /// <unit>trajectories</unit>
    public int SampledTrajectories { get; init; } = 20;

    /// <summary>Trajectories that score with mean actions, in [1, 10000]. Default 1: it suffices where start and dynamics are
    /// deterministic.</summary>
    /// <unit>trajectories</unit>
    public int MeanTrajectories { get; init; } = 1;

    /// <summary>Independent adaptations per task, in [1, 1000]. Default 5 (chosen by us, untested).</summary>
    /// <unit>adaptations</unit>
    public int Repeats { get; init; } = 5;

    /// <summary>A task counts as degraded when it loses more than this, in units of the score, ≥ 0. Default 0.1 (chosen by us,
    /// untested).</summary>
    /// <unit>units of the score</unit>
    public double DegradedBy { get; init; } = 0.1;

    /// <summary>Whether improved policies are scored before and between their adaptation steps too, for the report's curves; the base
    /// policy always is. Default true.</summary>
    public bool Curves { get; init; } = true;

    /// <summary>The protocol after a number of adaptation steps.</summary>
    internal EvaluationOptions Options(int steps) => new()
    {
        Steps = steps,
        AdaptationTrajectories = AdaptationTrajectories,
        SampledTrajectories = SampledTrajectories,
        MeanTrajectories = MeanTrajectories,
        Repeats = Repeats,
    };

    /// <summary>The same for the reported score alone: nothing else is rolled out, and the score is the same number.</summary>
    internal EvaluationOptions ReportedOnly(int steps) => Options(steps) with
    {
        LastStepOnly = true,
        SampledTrajectories = Actions == ActionKind.Sampled ? SampledTrajectories : 0,
        MeanTrajectories = Actions == ActionKind.Mean ? MeanTrajectories : 0,
    };

    /// <summary>The reported score of a task: after the last adaptation step, with the configured kind of actions.</summary>
    internal double Score(TaskScores scores) => (Actions == ActionKind.Mean ? scores.MeanActions : scores.Sampled)[^1];

    /// <summary>The score with the other kind of actions.</summary>
    internal double OtherScore(TaskScores scores) => (Actions == ActionKind.Mean ? scores.Sampled : scores.MeanActions)[^1];

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. Steps is { } steps ? NumberRange.Closed(0, 100).Check(nameof(Steps), steps) : [],
        .. NumberRange.Closed(1, 10_000).Check(nameof(AdaptationTrajectories), AdaptationTrajectories),
        .. NumberRange.Closed(1, 10_000).Check(nameof(SampledTrajectories), SampledTrajectories),
        .. NumberRange.Closed(1, 10_000).Check(nameof(MeanTrajectories), MeanTrajectories),
        .. NumberRange.Closed(1, 1000).Check(nameof(Repeats), Repeats),
        .. NumberRange.AtLeast(0).Check(nameof(DegradedBy), DegradedBy),
    ];
}
