namespace Xmrl.Rl.Environments.Bodies;

/// <summary>What a task asks for, in space.</summary>
/// <param name="Label">What it is, in a few words.</param>
/// <param name="Kind">What the vector means.</param>
/// <param name="Vector">A place in metres, a unit direction, or a velocity in metres per second. Shape [3].</param>
internal sealed record BodyAim(string Label, BodyAimKind Kind, double[] Vector);
