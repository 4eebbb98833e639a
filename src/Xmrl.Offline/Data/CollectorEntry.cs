using System.Collections.Immutable;

namespace Xmrl.Offline.Data;

/// <summary>Where the steps of a data set come from.</summary>
internal sealed record CollectorEntry
{
    /// <summary>Name of the collector, or <c>import</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its settings, each as key=value.</summary>
    public required ImmutableArray<string> Settings { get; init; }

    /// <summary>Seed of tasks, policies and episodes.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Commit of Xmrl that collected; null where it is unknown.</summary>
    public string? Commit { get; init; }
}
