namespace Xmrl.MuJoCo.Bodies;

/// <summary>Rotations as quaternions (w, x, y, z).</summary>
internal static class Quaternions
{
    /// <summary>The rotation by <paramref name="second"/>, then by <paramref name="first"/>.</summary>
    /// <param name="first">Outer rotation. Shape [4].</param>
    /// <param name="second">Inner rotation. Shape [4].</param>
    /// <param name="product">Receives the product; may be one of the factors. Shape [4].</param>
    public static void Multiply(ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> product)
    {
        (double a, double b, double c, double d) = (first[0], first[1], first[2], first[3]);
        (double w, double x, double y, double z) = (second[0], second[1], second[2], second[3]);
        product[0] = (a * w) - (b * x) - (c * y) - (d * z);
        product[1] = (a * x) + (b * w) + (c * z) - (d * y);
        product[2] = (a * y) - (b * z) + (c * w) + (d * x);
        product[3] = (a * z) + (b * y) - (c * x) + (d * w);
    }

    /// <summary>Turns a vector.</summary>
    /// <param name="rotation">A unit quaternion. Shape [4].</param>
    /// <param name="vector">The vector. Shape [3].</param>
    public static (double X, double Y, double Z) Rotate(ReadOnlySpan<double> rotation, ReadOnlySpan<double> vector)
    {
        (double w, double x, double y, double z) = (rotation[0], rotation[1], rotation[2], rotation[3]);
        double tx = 2 * ((y * vector[2]) - (z * vector[1]));
        double ty = 2 * ((z * vector[0]) - (x * vector[2]));
        double tz = 2 * ((x * vector[1]) - (y * vector[0]));
        return (
            vector[0] + (w * tx) + (y * tz) - (z * ty),
            vector[1] + (w * ty) + (z * tx) - (x * tz),
            vector[2] + (w * tz) + (x * ty) - (y * tx));
    }

    /// <summary>The rotation about an axis.</summary>
    /// <param name="axis">A unit vector. Shape [3].</param>
    /// <param name="angleRadians">The angle.</param>
    /// <param name="rotation">Receives a unit quaternion. Shape [4].</param>
    public static void About(ReadOnlySpan<double> axis, double angleRadians, Span<double> rotation)
    {
        (double sine, double cosine) = Math.SinCos(angleRadians / 2);
        (rotation[0], rotation[1], rotation[2], rotation[3]) = (cosine, sine * axis[0], sine * axis[1], sine * axis[2]);
    }

    /// <summary>Makes a quaternion one of length 1; that of no rotation where it has no length.</summary>
    /// <param name="rotation">The quaternion. Shape [4].</param>
    public static void Normalize(Span<double> rotation)
    {
        double length = Math.Sqrt(
            (rotation[0] * rotation[0]) + (rotation[1] * rotation[1]) + (rotation[2] * rotation[2]) + (rotation[3] * rotation[3]));
        if (!(length > 0))
        {
            rotation.Clear();
            rotation[0] = 1;
            return;
        }

        foreach (ref double part in rotation)
        {
            part /= length;
        }
    }
}
