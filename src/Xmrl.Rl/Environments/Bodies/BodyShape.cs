namespace Xmrl.Rl.Environments.Bodies;

/// <summary>A solid that is fixed to a body.</summary>
/// <param name="Body">Position of the body in its model's list.</param>
/// <param name="Kind">What solid.</param>
/// <param name="Size">Its sizes in metres, as many as the kind has.</param>
/// <param name="Position">Its centre in the body's frame, in metres. Shape [3].</param>
/// <param name="Rotation">Its orientation in the body's frame, a unit quaternion (w, x, y, z). Shape [4].</param>
internal sealed record BodyShape(int Body, BodyShapeKind Kind, double[] Size, double[] Position, double[] Rotation);
