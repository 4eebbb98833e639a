using Xmrl.Meta.Learners;
using Xmrl.Numerics.Validation;

namespace Xmrl.Training.Settings;

/// <summary>Meta-training: the learner, whose keys stand beside these, and the loop around it.</summary>
public sealed record MetaSettings : IValidated
{
    /// <summary>The learner. Default MAML (xmrl, Section 5).</summary>
    [LearnerChoice]
    public LearnerSettings Learner { get; init; } = new Maml();

    /// <summary>Outer iterations, in [1, 1000000]. Default 300 (tuned by us on the drone's validation tasks: docs/tuning.md).</summary>
    /// <unit>iterations</unit>
    public int Iterations { get; init; } = 300;

    /// <summary>Training tasks per iteration, in [1, 10000]. Default 50 (tuned by us on the drone's validation tasks:
    /// docs/tuning.md).</summary>
    /// <unit>tasks</unit>
    public int TasksPerIteration { get; init; } = 50;

    /// <summary>Scores of the validation tasks during the training, evenly spread, the last at its end, in [1, 1000000]. They make the
    /// learning curve, and decide nothing but what <see cref="OnCollapse"/> says. Default 20 (chosen by us, untested).</summary>
    /// <unit>scores</unit>
    public int Validations { get; init; } = 20;

    /// <summary>Which failed outer steps end the training.</summary>
    public FailureRule OnFailure { get; init; } = FailureRule.StopAtNonFinite;

    /// <summary>What becomes of a training that lost what it had learned.</summary>
    public CollapseRule OnCollapse { get; init; }

    /// <summary>Key of the setting that makes every outer step shorter.</summary>
    internal string StepLengthKey => $"meta.{System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(Learner.StepLengthName)}";

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(1, 1_000_000).Check(nameof(Iterations), Iterations),
        .. NumberRange.Closed(1, 10_000).Check(nameof(TasksPerIteration), TasksPerIteration),
        .. NumberRange.Closed(1, 1_000_000).Check(nameof(Validations), Validations),
    ];
}
