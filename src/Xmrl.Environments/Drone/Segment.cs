namespace Xmrl.Environments.Drone;

/// <summary>The straight way of one step.</summary>
internal readonly record struct Segment(double X0, double Y0, double X1, double Y1)
{
    /// <summary>Whether both ends are the same point.</summary>
    public bool IsPoint => X0 == X1 && Y0 == Y1;
}
