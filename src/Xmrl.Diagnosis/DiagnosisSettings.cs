using Xmrl.Numerics.Validation;

namespace Xmrl.Diagnosis;

/// <summary>How a diagnosis looks for the cause of failing tasks.</summary>
public sealed record DiagnosisSettings : IValidated
{
    /// <summary>Fresh tasks of a kind, and as many others, on which every probe is scored, in [4, 10000]. Default 24 (chosen by us,
    /// docs/algorithms/diagnosis.md).</summary>
    /// <unit>tasks</unit>
    public int Tasks { get; init; } = 24;

    /// <summary>Outer iterations of a probe that trains, in [1, 1000000]; null for a quarter of those of the meta-training. Default null
    /// (chosen by us, docs/algorithms/diagnosis.md).</summary>
    /// <unit>iterations</unit>
    public int? Iterations { get; init; }

    /// <summary>Tasks per iteration of a probe that trains, in [1, 10000]; null for half of those of the meta-training, so that a probe
    /// takes an eighth of its steps. Default null (chosen by us, docs/algorithms/diagnosis.md).</summary>
    /// <unit>tasks</unit>
    public int? TasksPerIteration { get; init; }

    /// <summary>Outer step size of these trainings relative to that of the meta-training, in (0, 10]. Default 1 (chosen by us,
    /// docs/algorithms/diagnosis.md).</summary>
    /// <unit>factor</unit>
    public double StepShare { get; init; } = 1;

    /// <summary>Whether all probes are run, also after the cause is clear. Default false (chosen by us,
    /// docs/algorithms/diagnosis.md).</summary>
    public bool Exhaustive { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(4, 10_000).Check(nameof(Tasks), Tasks),
        .. Iterations is { } iterations ? NumberRange.Closed(1, 1_000_000).Check(nameof(Iterations), iterations) : [],
        .. TasksPerIteration is { } tasks ? NumberRange.Closed(1, 10_000).Check(nameof(TasksPerIteration), tasks) : [],
        .. NumberRange.OpenClosed(0, 10).Check(nameof(StepShare), StepShare),
    ];
}
