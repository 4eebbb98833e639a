namespace Xmrl.Rl.Environments.Bodies;

/// <summary>A body that is drawn.</summary>
/// <param name="Name">Its name in the model, or that of the nearest body above it that has one.</param>
/// <param name="Group">What it belongs to; bodies of one group have one colour.</param>
internal sealed record BodyPart(string Name, string Group);
