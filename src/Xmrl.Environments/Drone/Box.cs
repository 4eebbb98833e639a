namespace Xmrl.Environments.Drone;

/// <summary>An axis-parallel rectangle and its intersection with segments.</summary>
internal readonly record struct Box(double Left, double Bottom, double Right, double Top)
{
    /// <summary>Whether a point lies in the rectangle, edges included.</summary>
    public bool ContainsClosed(double x, double y) => x >= Left && x <= Right && y >= Bottom && y <= Top;

    /// <summary>Whether a point lies in the rectangle, edges excluded.</summary>
    public bool ContainsOpen(double x, double y) => x > Left && x < Right && y > Bottom && y < Top;

    /// <summary>Whether the segment has a point in the rectangle, edges included: touching a corner or running along an edge
    /// counts.</summary>
    /// <remarks>Separating axes x, y and the segment's normal. No division, hence no rounding beyond that of one product.</remarks>
    public bool TouchesClosed(in Segment segment)
    {
        if (!(Math.Max(segment.X0, segment.X1) >= Left && Math.Min(segment.X0, segment.X1) <= Right
              && Math.Max(segment.Y0, segment.Y1) >= Bottom && Math.Min(segment.Y0, segment.Y1) <= Top))
        {
            return false;
        }

        (double low, double high) = CornerSides(segment);
        return low <= 0 && high >= 0;
    }

    /// <summary>Whether the segment has a point in the rectangle, edges excluded.</summary>
    public bool CrossesOpen(in Segment segment)
    {
        if (!(Math.Max(segment.X0, segment.X1) > Left && Math.Min(segment.X0, segment.X1) < Right
              && Math.Max(segment.Y0, segment.Y1) > Bottom && Math.Min(segment.Y0, segment.Y1) < Top))
        {
            return false;
        }

        if (segment.IsPoint)
        {
            return true;
        }

        (double low, double high) = CornerSides(segment);
        return low < 0 && high > 0;
    }

    /// <summary>The fraction t ∈ [0, 1] of the segment at which it meets the closed rectangle first; 0 when it begins inside. Assumes that
    /// it meets it.</summary>
    public double EntryOf(in Segment segment) =>
        Math.Clamp(Math.Max(SlabEntry(segment.X0, segment.X1, Left, Right), SlabEntry(segment.Y0, segment.Y1, Bottom, Top)), 0, 1);

    private static double SlabEntry(double from, double to, double low, double high)
    {
        double delta = to - from;
        return delta == 0 ? double.NegativeInfinity : Math.Min((low - from) / delta, (high - from) / delta);
    }

    /// <summary>Least and greatest signed area that the segment spans with the four corners: both signs mean corners on both sides of its
    /// line.</summary>
    private (double Low, double High) CornerSides(in Segment segment)
    {
        double dx = segment.X1 - segment.X0;
        double dy = segment.Y1 - segment.Y0;
        double leftArea = dy * (Left - segment.X0);
        double rightArea = dy * (Right - segment.X0);
        double bottomArea = dx * (Bottom - segment.Y0);
        double topArea = dx * (Top - segment.Y0);
        double low = Math.Min(bottomArea, topArea) - Math.Max(leftArea, rightArea);
        double high = Math.Max(bottomArea, topArea) - Math.Min(leftArea, rightArea);
        return (low, high);
    }
}
