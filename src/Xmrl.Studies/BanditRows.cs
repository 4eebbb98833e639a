using System.Collections.Immutable;

namespace Xmrl.Studies;

/// <summary>The rows of the tables of bandits.</summary>
internal static class BanditRows
{
    /// <summary>Rows that depend on the training tasks.</summary>
    public static ImmutableArray<string> Learned { get; } = [.. StoredRows.Offline, StoredRows.Online];

    /// <summary>Rows that depend on the test tasks and their buffers alone.</summary>
    public static ImmutableArray<string> References { get; } =
        [StoredRows.Collector, StoredRows.Posterior, StoredRows.Optimum, StoredRows.Random];

    /// <summary>Rows of every number of training tasks.</summary>
    public static ImmutableArray<string> All { get; } = [.. Learned, .. References];

    /// <summary>Rows of the figure.</summary>
    public static ImmutableArray<string> Figure { get; } = [.. Learned, .. StoredRows.Rounds, .. References];
}
