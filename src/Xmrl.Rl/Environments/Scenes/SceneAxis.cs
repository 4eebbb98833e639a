namespace Xmrl.Rl.Environments.Scenes;

/// <summary>One axis of a picture.</summary>
/// <param name="Label">What is drawn along it.</param>
/// <param name="Unit">Unit, such as "m"; null for pure numbers.</param>
/// <param name="Low">Lower end of what is shown at least; null for what the marks need.</param>
/// <param name="High">Upper end of what is shown at least; null for what the marks need.</param>
/// <param name="IsDate">Whether the numbers are days since 1 January 1970.</param>
public sealed record SceneAxis(string Label, string? Unit = null, double? Low = null, double? High = null, bool IsDate = false);
