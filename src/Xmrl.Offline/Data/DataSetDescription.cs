using System.Collections.Immutable;

namespace Xmrl.Offline.Data;

/// <summary>What a data set is: the content of dataset.json.</summary>
internal sealed record DataSetDescription
{
    /// <summary>Name of the format.</summary>
    public const string FormatName = "xmrl-offline";

    /// <summary>Version of the format that this program writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Name of the format, always <see cref="FormatName"/>.</summary>
    public required string Format { get; init; }

    /// <summary>Version of the format.</summary>
    public required int Version { get; init; }

    /// <summary>Environment id.</summary>
    public required string Environment { get; init; }

    /// <summary>Which reward was paid.</summary>
    public required string RewardVersion { get; init; }

    /// <summary>Steps after which an episode is cut, ≥ 1.</summary>
    public required int Horizon { get; init; }

    /// <summary>O, components of an observation, ≥ 1.</summary>
    public required int ObservationSize { get; init; }

    /// <summary>A, components of an action, ≥ 1.</summary>
    public required int ActionSize { get; init; }

    /// <summary>k of actions that are a choice of 0 … k − 1; 0 for real actions.</summary>
    public required int ActionChoices { get; init; }

    /// <summary>Real actions lie in ± this, &gt; 0.</summary>
    public required double ActionLimit { get; init; }

    /// <summary>Where the steps come from.</summary>
    public required CollectorEntry Collector { get; init; }

    /// <summary>γ of <see cref="ReturnScale"/>.</summary>
    public required double ReturnDiscount { get; init; }

    /// <summary>c_R, the standard deviation of the discounted returns over all steps of the training buffers.</summary>
    public required double ReturnScale { get; init; }

    /// <summary>The buffers, set after set.</summary>
    public required ImmutableArray<BufferEntry> Buffers { get; init; }
}
