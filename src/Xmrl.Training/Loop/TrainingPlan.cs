using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Loop;

/// <summary>What a <see cref="TrainingLoop"/> trains.</summary>
internal sealed record TrainingPlan
{
    /// <summary>Name of the checkpoints: letters, digits and hyphens.</summary>
    public required string Series { get; init; }

    /// <summary>Name of the metrics file in the run directory.</summary>
    public required string MetricsName { get; init; }

    /// <summary>The training, at its start.</summary>
    public required IMetaTraining Training { get; init; }

    /// <summary>Outer iterations.</summary>
    public required int Iterations { get; init; }

    /// <summary>The tasks of an iteration, from its random numbers.</summary>
    public required Func<RandomKey, IReadOnlyList<TaskPlan>> Tasks { get; init; }

    /// <summary>Random numbers of the training.</summary>
    public required RandomKey Key { get; init; }

    /// <summary>Which failed outer steps end the training.</summary>
    public required FailureRule OnFailure { get; init; }

    /// <summary>Scores the parameters on validation tasks for the learning curve, and throws when it is cancelled; null for none.</summary>
    public Func<TrainedPoint, CancellationToken, double>? Validate { get; init; }

    /// <summary>What the score on the validation tasks may lose from its best to the end before the training returns to the best
    /// parameters; null to keep the last ones whatever they score.</summary>
    public double? ReturnsBeyond { get; init; }

    /// <summary>Iterations between two validations.</summary>
    public int ValidateEvery { get; init; } = 1;
}
