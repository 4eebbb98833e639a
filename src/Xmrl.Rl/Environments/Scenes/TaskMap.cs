namespace Xmrl.Rl.Environments.Scenes;

/// <summary>Task parameters that belong together, drawn as one map of the tasks.</summary>
/// <param name="Title">Heading, such as "Where the goal lies".</param>
/// <param name="X">Name of the parameter along the horizontal axis.</param>
/// <param name="Y">Name of the parameter along the vertical axis; null for one parameter alone.</param>
/// <param name="Unit">Unit of both; null for pure numbers.</param>
public sealed record TaskMap(string Title, string X, string? Y = null, string? Unit = null);
