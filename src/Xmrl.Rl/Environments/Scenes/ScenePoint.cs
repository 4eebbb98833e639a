namespace Xmrl.Rl.Environments.Scenes;

/// <summary>A point of a picture, in the units of its axes.</summary>
/// <param name="X">Along the horizontal axis.</param>
/// <param name="Y">Along the vertical axis, upwards.</param>
public readonly record struct ScenePoint(double X, double Y);
