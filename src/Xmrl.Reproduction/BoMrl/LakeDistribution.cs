using Xmrl.Environments.FrozenLake;

namespace Xmrl.Reproduction.BoMrl;

/// <summary>One of the two distributions over lakes of the figures.</summary>
/// <param name="Name">Name for people.</param>
/// <param name="Key">Name in folder names.</param>
/// <param name="Environment">Environment id.</param>
internal sealed record LakeDistribution(string Name, string Key, string Environment)
{
    /// <summary>Holes with probability 0.3.</summary>
    public static LakeDistribution High { get; } = new("high variance", "high", FrozenLakeFamily.HighId);

    /// <summary>Holes with probability 0.1.</summary>
    public static LakeDistribution Low { get; } = new("low variance", "low", FrozenLakeFamily.LowId);
}
