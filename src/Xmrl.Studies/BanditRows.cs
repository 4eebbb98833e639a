using System.Collections.Immutable;

namespace Xmrl.Studies;

/// <summary>Names of the rows: what is adapted, and to what.</summary>
internal static class BanditRows
{
    /// <summary>MACAW adapted to the test task's buffer.</summary>
    public const string Buffer = "MACAW, the task's buffer";

    /// <summary>MACAW adapted to episodes of its own.</summary>
    public const string Own = "MACAW, own episodes";

    /// <summary>MACAW before adaptation.</summary>
    public const string None = "MACAW, no adaptation";

    /// <summary>MACAW adapted to another test task's buffer.</summary>
    public const string Other = "MACAW, another task's buffer";

    /// <summary>The same with uniform weights, adapted to the test task's buffer.</summary>
    public const string Imitation = "imitation, the task's buffer";

    /// <summary>MAML that trains online on as many steps as are stored, adapted to episodes of its own.</summary>
    public const string Online = "MAML online, own episodes";

    /// <summary>What the policy that collected earns at its end.</summary>
    public const string Collector = "collector, last third of the buffer";

    /// <summary>The arm of the largest posterior mean, without any learning.</summary>
    public const string Posterior = "largest posterior mean, as many rows";

    /// <summary>The best arm.</summary>
    public const string Optimum = "best arm";

    /// <summary>Any arm.</summary>
    public const string Random = "random actions";

    /// <summary>Rows with a curve over outer steps.</summary>
    public static ImmutableArray<string> Trained { get; } = [Buffer, Imitation];

    /// <summary>Rows that depend on the training tasks.</summary>
    public static ImmutableArray<string> Learned { get; } = [Buffer, Own, None, Other, Imitation, Online];

    /// <summary>Rows that depend on the test tasks and their buffers alone.</summary>
    public static ImmutableArray<string> References { get; } = [Collector, Posterior, Optimum, Random];

    /// <summary>All rows.</summary>
    public static ImmutableArray<string> All { get; } = [.. Learned, .. References];
}
