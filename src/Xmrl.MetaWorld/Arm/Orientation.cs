namespace Xmrl.MetaWorld.Arm;

/// <summary>The quaternion of a rotation matrix as Meta-World observes it.</summary>
internal static class Orientation
{
    /// <summary>(x, y, z, w) by the largest of the diagonal and the trace; no convention of sign.</summary>
    /// <param name="matrix">Rotation, row by row. Shape [3, 3].</param>
    /// <param name="quaternion">Receives the unit quaternion. Shape [4].</param>
    public static void Read(ReadOnlySpan<double> matrix, Span<double> quaternion)
    {
        double trace = matrix[0] + matrix[4] + matrix[8];
        int largest = 0;
        double value = matrix[0];
        for (int i = 1; i < 4; i++)
        {
            double candidate = i == 3 ? trace : matrix[4 * i];
            if (candidate > value)
            {
                (largest, value) = (i, candidate);
            }
        }

        if (largest == 3)
        {
            quaternion[0] = matrix[7] - matrix[5];
            quaternion[1] = matrix[2] - matrix[6];
            quaternion[2] = matrix[3] - matrix[1];
            quaternion[3] = 1 + trace;
        }
        else
        {
            int i = largest;
            int j = (i + 1) % 3;
            int k = (j + 1) % 3;
            quaternion[i] = 1 - trace + (2 * matrix[4 * i]);
            quaternion[j] = matrix[(3 * j) + i] + matrix[(3 * i) + j];
            quaternion[k] = matrix[(3 * k) + i] + matrix[(3 * i) + k];
            quaternion[3] = matrix[(3 * k) + j] - matrix[(3 * j) + k];
        }

        double square = 0;
        foreach (double part in quaternion)
        {
            square += part * part;
        }

        double norm = Math.Sqrt(square);
        for (int i = 0; i < quaternion.Length; i++)
        {
            quaternion[i] /= norm;
        }
    }
}
