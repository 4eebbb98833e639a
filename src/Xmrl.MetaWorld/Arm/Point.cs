namespace Xmrl.MetaWorld.Arm;

/// <summary>A place or a difference of places, in metres.</summary>
/// <param name="X">To the robot's side.</param>
/// <param name="Y">Away from the robot.</param>
/// <param name="Z">Upwards.</param>
internal readonly record struct Point(double X, double Y, double Z)
{
    /// <summary>Euclidean length.</summary>
    public double Length => Math.Sqrt((X * X) + (Y * Y) + (Z * Z));

    /// <summary>Length without the height.</summary>
    public double Across => Math.Sqrt((X * X) + (Y * Y));

    /// <summary>Length without y: what a caging hand is judged by.</summary>
    public double LengthXz => Math.Sqrt((X * X) + (Z * Z));

    /// <summary>Length without x.</summary>
    public double LengthYz => Math.Sqrt((Y * Y) + (Z * Z));

    /// <summary>Three numbers.</summary>
    /// <param name="numbers">At least three.</param>
    public static Point Of(ReadOnlySpan<double> numbers) => new(numbers[0], numbers[1], numbers[2]);

    /// <summary>Half way between two places.</summary>
    public static Point Middle(Point first, Point second)
        => new((first.X + second.X) / 2, (first.Y + second.Y) / 2, (first.Z + second.Z) / 2);

    /// <summary>Product component by component.</summary>
    public Point Scaled(double x, double y, double z) => new(X * x, Y * y, Z * z);

    public static Point operator +(Point first, Point second) => new(first.X + second.X, first.Y + second.Y, first.Z + second.Z);

    public static Point operator -(Point first, Point second) => new(first.X - second.X, first.Y - second.Y, first.Z - second.Z);
}
