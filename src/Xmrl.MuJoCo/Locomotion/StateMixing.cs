namespace Xmrl.MuJoCo.Locomotion;

/// <summary>Mixing of generalized coordinates: convex, with rotations on the shorter arc (METHOD: xmrl.txt, equation (4)).</summary>
internal static class StateMixing
{
    /// <summary>x̄ = λ·x + (1 − λ)·x′.</summary>
    /// <param name="first">First state x. Shape [n].</param>
    /// <param name="second">Second state x′. Shape [n].</param>
    /// <param name="lambda">λ in [0, 1]; the ends give x and x′ exactly.</param>
    /// <param name="quaternions">Where unit quaternions begin in x: of ±q the one nearer to the other state is mixed, and the result has
    /// length one again.</param>
    /// <param name="mixed">Receives x̄. Shape [n].</param>
    public static void Mix(
        ReadOnlySpan<double> first, ReadOnlySpan<double> second, double lambda, ReadOnlySpan<int> quaternions, Span<double> mixed)
    {
        if (lambda is 0 or 1)
        {
            (lambda == 1 ? first : second).CopyTo(mixed);
            return;
        }

        for (int i = 0; i < mixed.Length; i++)
        {
            mixed[i] = (lambda * first[i]) + ((1 - lambda) * second[i]);
        }

        foreach (int start in quaternions)
        {
            ReadOnlySpan<double> q = first.Slice(start, 4);
            ReadOnlySpan<double> other = second.Slice(start, 4);
            double dot = (q[0] * other[0]) + (q[1] * other[1]) + (q[2] * other[2]) + (q[3] * other[3]);
            double weight = dot < 0 ? lambda - 1 : 1 - lambda;
            Span<double> own = mixed.Slice(start, 4);
            double square = 0;
            for (int i = 0; i < 4; i++)
            {
                own[i] = (lambda * q[i]) + (weight * other[i]);
                square += own[i] * own[i];
            }

            // At least ½ for unit quaternions whose product is not negative.
            double norm = Math.Sqrt(square);
            for (int i = 0; i < 4; i++)
            {
                own[i] /= norm;
            }
        }
    }
}
