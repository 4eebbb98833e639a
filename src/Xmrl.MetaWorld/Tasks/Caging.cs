namespace Xmrl.MetaWorld.Tasks;

/// <summary>How well the fingers enclose an object and close on it, in [0, 1].</summary>
internal static class Caging
{
    private const double Enclosed = 0.97;
    private const double SweepEnclosed = 0.95;
    private const double SweepPad = 0.05;

    /// <summary>Both pads beside the object, the hand above it, and an effort to close.</summary>
    /// <param name="pose">Where all is.</param>
    /// <param name="start">Where all was.</param>
    /// <param name="radius">The object's radius, in metres.</param>
    /// <param name="pad">Distance of a pad from the object's middle at which it counts as beside it, in metres.</param>
    /// <param name="across">Distance in x and z that counts as above it, in metres.</param>
    /// <param name="isDense">Whether enclosing alone is paid for too.</param>
    public static double Grasp(in Pose pose, TaskStart start, double radius, double pad, double across, bool isDense)
    {
        double caging = Shaping.Both(
            Shaping.Both(Side(pose.LeftPad, pose, start), Side(pose.RightPad, pose, start)), Above(pose, start, across));
        double closing = Closing(pose, caging);
        double grasp = Shaping.Both(caging, closing);
        return isDense ? (grasp + caging) / 2 : grasp;

        double Side(double y, in Pose now, TaskStart before)
            => Shaping.Near(
                Math.Abs(y - now.Object.Y), radius, pad, Math.Abs(Math.Abs(y - before.Object.Y) - pad));
    }

    /// <summary>For what is swept: enclosed, and the pads close at it.</summary>
    /// <param name="pose">Where all is.</param>
    /// <param name="start">Where all was.</param>
    /// <param name="radius">The object's radius, in metres.</param>
    /// <param name="close">Distance of a pad that counts as closed, in metres.</param>
    /// <param name="across">Distance in x and z that counts as above it, in metres.</param>
    public static double Sweep(in Pose pose, TaskStart start, double radius, double close, double across)
    {
        double caging = Shaping.Both(Sides(pose, radius, SweepPad), Above(pose, start, across));
        double closing = caging > SweepEnclosed ? Sides(pose, radius, close) : 0;
        return (caging + closing) / 2;
    }

    /// <summary>For what is picked up and placed.</summary>
    /// <param name="pose">Where all is.</param>
    /// <param name="start">Where all was.</param>
    public static double Pick(in Pose pose, TaskStart start)
    {
        double caging = Shaping.Both(Sides(pose, 0.015, SweepPad), Above(pose, start, 0.005));
        return (Shaping.Both(caging, Closing(pose, caging)) + caging) / 2;
    }

    /// <summary>Both pads on their sides of the object; margins are by where the pads are now.</summary>
    private static double Sides(in Pose pose, double radius, double pad)
    {
        double right = pose.Object.Y - pose.RightPad;
        double left = pose.LeftPad - pose.Object.Y;
        return Shaping.Both(
            Shaping.Near(right, radius, pad, Math.Abs(Math.Abs(right) - SweepPad)),
            Shaping.Near(left, radius, pad, Math.Abs(Math.Abs(left) - SweepPad)));
    }

    private static double Above(in Pose pose, TaskStart start, double across)
        => Shaping.Near((pose.Tool - pose.Object).LengthXz, 0, across, (start.Object - start.Tool).LengthXz - across);

    private static double Closing(in Pose pose, double caging) => caging > Enclosed ? Math.Clamp(pose.Effort, 0, 1) : 0;
}
