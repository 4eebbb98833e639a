using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Numerics.Validation;
using Xmrl.Offline.Data;

namespace Xmrl.Offline.Collecting;

/// <summary>What a collection draws, of which tasks and how.</summary>
internal sealed record CollectSettings
{
    /// <summary>How the steps are drawn. Default trust region: works in every environment.</summary>
    public CollectorName Collector { get; init; } = CollectorName.TrustRegion;

    /// <summary>Training tasks, in [2, 10000].</summary>
    public int Training { get; init => field = NumberRange.Closed(2, 10_000).Require(value); } = 10;

    /// <summary>Validation tasks, in [1, 10000].</summary>
    public int Validation { get; init => field = NumberRange.Closed(1, 10_000).Require(value); } = 5;

    /// <summary>Test tasks, in [2, 10000].</summary>
    public int Test { get; init => field = NumberRange.Closed(2, 10_000).Require(value); } = 10;

    /// <summary>Steps per task, ≥ 2. A buffer has as many, or a few more: the policy that has begun a batch ends it.</summary>
    public int Steps { get; init => field = NumberRange.AtLeast(2).Require(value); } = 5000;

    /// <summary>Steps per training task, ≥ 2; null for <see cref="Steps"/>, as the tasks of the other sets have.</summary>
    public int? TrainingSteps { get; init => field = value is { } steps ? NumberRange.AtLeast(2).Require(steps) : null; }

    /// <summary>Steps after which a learning policy goes on from where it stands with what it has learned, ≥ 1; at most the horizon has an
    /// effect. Null for whole episodes, and for 64 with clipped epochs, two of which are Stable-Baselines3's n_steps = 128.</summary>
    public int? Segment { get; init => field = value is { } steps ? NumberRange.AtLeast(1).Require(steps) : null; }

    /// <summary>Real actions are clipped to ± this before they are executed and stored, &gt; 0.</summary>
    public double ActionLimit { get; init => field = NumberRange.Positive.Require(value); } = 1;

    /// <summary>Seed of tasks, policies and episodes.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The settings of a task, whose <see cref="Steps"/> are those of its set.</summary>
    /// <param name="set">The set that the task belongs to.</param>
    public CollectSettings Of(BufferSet set)
        => set == BufferSet.Training && TrainingSteps is { } steps ? this with { Steps = steps } : this;

    /// <summary>Steps of a segment where <see cref="Segment"/> says nothing.</summary>
    /// <param name="horizon">Steps of an episode.</param>
    public int SegmentOf(int horizon)
        => Math.Min(horizon, Segment ?? (Collector == CollectorName.Clipped ? ClippedSegment : horizon));

    /// <summary>The settings as they stand in dataset.json.</summary>
    /// <param name="horizon">Steps of an episode.</param>
    public ImmutableArray<string> Texts(int horizon) =>
    [
        $"steps={Steps.ToString(CultureInfo.InvariantCulture)}",
        .. TrainingSteps is { } training ? [$"trainingSteps={training.ToString(CultureInfo.InvariantCulture)}"] : Array.Empty<string>(),
        $"segment={SegmentOf(horizon).ToString(CultureInfo.InvariantCulture)}",
        $"actionLimit={ActionLimit.ToString("R", CultureInfo.InvariantCulture)}",
    ];

    private const int ClippedSegment = 64;
}
