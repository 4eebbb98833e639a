using System.Collections.Immutable;

namespace Xmrl.Studies;

/// <summary>Names of the rows: what is adapted, and to what.</summary>
internal static class StoredRows
{
    /// <summary>MACAW adapted to the test task's buffer.</summary>
    public const string Buffer = "MACAW, the task's buffer";

    /// <summary>MACAW adapted to episodes of its own.</summary>
    public const string Own = "MACAW, own episodes";

    /// <summary>MACAW before adaptation.</summary>
    public const string None = "MACAW, no adaptation";

    /// <summary>MACAW adapted to another test task's buffer.</summary>
    public const string Other = "MACAW, another task's buffer";

    /// <summary>MACAW on its training tasks, adapted to the buffers that it trained on.</summary>
    public const string Seen = "MACAW, the buffer it trained on";

    /// <summary>The same with uniform weights, adapted to the test task's buffer.</summary>
    public const string Imitation = "imitation, the task's buffer";

    /// <summary>MAML that trains online on as many steps as are stored, adapted to episodes of its own.</summary>
    public const string Online = "MAML online, own episodes";

    /// <summary>MACAW that collects its data itself, as many steps as are stored, adapted to the test task's buffer.</summary>
    public const string OnlineBuffer = "MACAW online, the task's buffer";

    /// <summary>The same adapted to episodes of its own.</summary>
    public const string OnlineOwn = "MACAW online, own episodes";

    /// <summary>What the policy that collected earns at its end.</summary>
    public const string Collector = "collector, last third of the buffer";

    /// <summary>What it earns at its beginning.</summary>
    public const string Beginning = "collector, first third of the buffer";

    /// <summary>The arm of the largest posterior mean, without any learning.</summary>
    public const string Posterior = "largest posterior mean, as many rows";

    /// <summary>The best arm.</summary>
    public const string Optimum = "best arm";

    /// <summary>Any arm.</summary>
    public const string Random = "random actions";

    /// <summary>Rows with a curve over outer steps.</summary>
    public static ImmutableArray<string> Trained { get; } = [Buffer, Imitation];

    /// <summary>Rows of MACAW on stored episodes, which every condition has, and its imitation.</summary>
    public static ImmutableArray<string> Offline { get; } = [Buffer, Own, None, Other, Imitation];

    /// <summary>Rows of MACAW that collects its data itself.</summary>
    public static ImmutableArray<string> Rounds { get; } = [OnlineBuffer, OnlineOwn];

    /// <summary>Rows of robots that depend on the stored episodes alone.</summary>
    public static ImmutableArray<string> Collected { get; } = [Collector, Beginning];
}
