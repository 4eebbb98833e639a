using Xmrl.Meta.Learners;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Validation;

namespace Xmrl.Explain.Influence;

/// <summary>Settings of an explanation by continuation.</summary>
internal sealed record ContinuationOptions
{
    /// <summary>Groups of a partition where nothing else is said: one is then a fifth of the tasks, few enough that the others still train,
    /// and enough that leaving them out is seen.</summary>
    public const int DefaultGroups = 5;

    /// <summary>Replicates, each with a partition of its own, ≥ 2.</summary>
    public required int Replicates { get; init => field = NumberRange.AtLeast(2).Require(value); }

    /// <summary>Iterations of every continuation, ≥ 1.</summary>
    public required int Iterations { get; init => field = NumberRange.AtLeast(1).Require(value); }

    /// <summary>How long their outer steps are.</summary>
    public required OuterSchedule Schedule { get; init; }

    /// <summary>Groups of a partition, ≥ 2; at most as many as there are tasks. Default <see cref="DefaultGroups"/>.</summary>
    public int Groups { get; init => field = NumberRange.AtLeast(2).Require(value); } = DefaultGroups;

    /// <summary>Step of the tasks' weights per replicate, in standard deviations of the influence over tasks, ≥ 0.</summary>
    public required double WeightStep { get; init => field = NumberRange.NotNegative.Require(value); }

    /// <summary>Continuations by a learner.</summary>
    /// <param name="replicates">Replicates, ≥ 2.</param>
    /// <param name="iterations">Iterations of every continuation, ≥ 1.</param>
    /// <param name="learner">The learner, which says how long its outer steps are.</param>
    /// <param name="weightStep">Step of the tasks' weights per replicate, ≥ 0.</param>
    /// <returns>The options.</returns>
    public static ContinuationOptions Of(int replicates, int iterations, LearnerSettings learner, double weightStep) => new()
    {
        Replicates = replicates,
        Iterations = iterations,
        Schedule = learner.Schedule(iterations),
        WeightStep = weightStep,
    };
}
