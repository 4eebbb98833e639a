using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Studies;

/// <summary>One training of a condition.</summary>
internal sealed record Course
{
    /// <summary>Its names.</summary>
    public required TrainingSeries Series { get; init; }

    /// <summary>The learner.</summary>
    public required IMetaLearner Learner { get; init; }

    /// <summary>The learner's settings, iterations among them.</summary>
    public required MetaSettings Meta { get; init; }

    /// <summary>Tasks of an iteration.</summary>
    public required Func<RandomKey, IReadOnlyList<TaskPlan>> Tasks { get; init; }

    /// <summary>Random numbers of the training.</summary>
    public required RandomKey Key { get; init; }

    /// <summary>First parameters. Shape [P].</summary>
    public required Real[] Start { get; init; }

    /// <summary>Scores parameters for the curve; null for no curve.</summary>
    public Func<Real[], double>? Score { get; init; }

    /// <summary>Told how many iterations are done, and of the last one.</summary>
    public required Action<long, IterationReport> Report { get; init; }
}
