namespace Xmrl.Runs.Reports.Replays;

/// <summary>A solid that is fixed to a body.</summary>
/// <param name="Body">Position of the body in its model's list.</param>
/// <param name="Kind">What solid.</param>
/// <param name="Size">One to three sizes in metres, as the kind says.</param>
/// <param name="Position">Its centre in the body's frame. Shape [3].</param>
/// <param name="Rotation">Its orientation in the body's frame, a unit quaternion (w, x, y, z). Shape [4].</param>
internal sealed record ReportShape3D(int Body, ReportSolid Kind, double[] Size, double[] Position, double[] Rotation);
