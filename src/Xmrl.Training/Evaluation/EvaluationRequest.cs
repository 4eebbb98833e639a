using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Validation;

namespace Xmrl.Training.Evaluation;

/// <summary>What is asked of an evaluation of a stored run.</summary>
internal sealed record EvaluationRequest
{
    /// <summary>The base policy's name among methods.</summary>
    public const string BaseMethod = "base";

    /// <summary>Fresh tasks, ≥ 2. Default 100, as many as a run's test tasks.</summary>
    public int Tasks { get; init => field = NumberRange.AtLeast(2).Require(value); } = 100;

    /// <summary>K ≥ 0, adaptation steps; null for as many as the run trained with. May be more.</summary>
    public int? Steps { get; init => field = NumberRange.NotNegative.Require(value); }

    /// <summary>Independent adaptations per task, ≥ 1; null for the run's scoring.repeats.</summary>
    public int? Repeats { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Trajectories that an adaptation step sees, ≥ 1; null for the run's scoring.adaptationTrajectories.</summary>
    public int? Trajectories { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>Which policy of the run: <see cref="BaseMethod"/>, or a retrained one as in its checkpoints' names, such as xmrl or
    /// double-weight.</summary>
    public string Method { get; init; } = BaseMethod;

    /// <summary>What adaptations see, by a name of the learner's; null for the run's own. With data, test tasks of it are scored.</summary>
    public string? AdaptFrom { get; init; }

    /// <summary>Seed of the fresh tasks, the adaptations and the bootstrap; independent of the run's own random numbers also where the
    /// seeds are equal.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Threads to use, ≥ 1; results do not depend on it.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The processes that share the work; results do not depend on them.</summary>
    public ICollective Processes { get; init; } = SingleProcess.Instance;
}
