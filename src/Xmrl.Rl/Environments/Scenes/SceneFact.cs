namespace Xmrl.Rl.Environments.Scenes;

/// <summary>A figure of one episode that belongs to its picture.</summary>
/// <param name="Name">What it is, such as "gain of the account".</param>
/// <param name="Value">The figure, finite.</param>
/// <param name="IsShare">Whether it is a share, printed in per cent.</param>
/// <param name="Unit">Unit; null for pure numbers.</param>
public sealed record SceneFact(string Name, double Value, bool IsShare = false, string? Unit = null);
