using Xmrl.Numerics.Linear;

namespace Xmrl.Numerics.Optimization;

/// <summary>Bounds on gradients.</summary>
internal static class GradientClipping
{
    /// <summary>Scales a gradient down to a norm of at most <paramref name="maximum"/>; keeps its direction.</summary>
    /// <param name="gradient">g, changed in place. Shape [P]. Left alone if its norm is not finite.</param>
    /// <param name="maximum">Largest norm, above 0; infinity only measures.</param>
    /// <returns>The norm before clipping; NaN or infinity tells the caller to skip the step.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximum"/> is not above 0.</exception>
    /// <seealso href="https://arxiv.org/abs/1211.5063">Pascanu, Mikolov and Bengio (2013), algorithm 1.</seealso>
    public static double ByNorm(Span<double> gradient, double maximum)
    {
        if (!(maximum > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(maximum), maximum, "maximum must be above 0.");
        }

        double norm = VectorOperations.Norm(gradient);
        if (double.IsFinite(norm) && norm > maximum)
        {
            double factor = maximum / norm;
            foreach (ref double g in gradient)
            {
                g *= factor;
            }
        }

        return norm;
    }
}
