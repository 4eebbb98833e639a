using Xmrl.Numerics.Validation;

namespace Xmrl.Numerics.Randomness;

/// <summary>The gamma distribution with scale 1, the building block of <see cref="BetaDistribution"/>.</summary>
public static class GammaDistribution
{
    /// <summary>The logarithm of a draw: a small shape gives draws far below the smallest double, whose logarithms are ordinary
    /// numbers.</summary>
    /// <param name="shape">k &gt; 0, finite.</param>
    /// <param name="key">Source of the draw; it is used up, derive one key per draw.</param>
    /// <returns>log x, x with density proportional to xᵏ⁻¹e⁻ˣ. The same bits in both precisions.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="shape"/> is not finite and positive.</exception>
    /// <remarks>For k &lt; 1: log x = log y + log(u) / k with y of shape k + 1. More than 95 % of attempts are accepted.</remarks>
    /// <seealso href="https://doi.org/10.1145/358407.358414">Marsaglia and Tsang (2000), A simple method for generating gamma
    /// variables.</seealso>
    public static double SampleLog(double shape, RandomKey key)
    {
        NumberRange.Positive.Require(shape, nameof(shape));

        double boost = shape < 1 ? Math.Log(key.UniformOpen(0)) / shape : 0;
        double d = (shape < 1 ? shape + 1 : shape) - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        for (ulong draw = 1; ; draw += 3)
        {
            // Box–Muller in double here, so that both precisions accept the same attempts.
            double x = Math.Sqrt(-2 * Math.Log(key.UniformOpen(draw))) * Math.Cos(Math.Tau * key.UniformOpen(draw + 1));
            double root = 1 + (c * x);
            if (root <= 0)
            {
                continue;
            }

            double v = root * root * root;
            if (Math.Log(key.UniformOpen(draw + 2)) < (0.5 * x * x) + (d * (1 - v + Math.Log(v))))
            {
                return Math.Log(d * v) + boost;
            }
        }
    }
}
