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
}
