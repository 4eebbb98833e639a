using Xmrl.Numerics.Randomness;

namespace Xmrl.Latents.Statistics;

/// <summary>Noise that programs are bound with: numbers of a key, so that a second run on the same key sees the same noise.</summary>
internal static class Draws
{
    /// <summary>Standard Gumbel draws −ln(−ln u): the largest of logits + draws is distributed as the softmax of the logits.</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="destination">Receives the draws.</param>
    /// <seealso href="https://arxiv.org/abs/1611.01144">Jang, Gu and Poole (2017): the relaxed categorical distribution.</seealso>
    public static void Gumbel(RandomKey key, Span<Real> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = (Real)(-Math.Log(-Math.Log(key.UniformOpen((ulong)i))));
        }
    }

    /// <summary>Factors of dropout: 0 with probability p, else 1/(1 − p).</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="probability">p in [0, 1).</param>
    /// <param name="destination">Receives the factors.</param>
    public static void Dropout(RandomKey key, double probability, Span<Real> destination)
    {
        if (probability == 0)
        {
            destination.Fill(1);
            return;
        }

        Real kept = (Real)(1 / (1 - probability));
        key.FillUniform(0, destination);
        foreach (ref Real value in destination)
        {
            value = value < probability ? 0 : kept;
        }
    }

    /// <summary>A draw of a Dirichlet distribution.</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="concentrations">α, each &gt; 0. Shape [K].</param>
    /// <param name="destination">Receives shares that sum to 1. Shape [K].</param>
    public static void Dirichlet(RandomKey key, ReadOnlySpan<double> concentrations, Span<Real> destination)
    {
        var logs = new double[concentrations.Length];
        for (int k = 0; k < logs.Length; k++)
        {
            logs[k] = LogGamma(key.Derive(k), concentrations[k]);
        }

        double largest = logs.Max();
        double sum = logs.Sum(log => Math.Exp(log - largest));
        for (int k = 0; k < logs.Length; k++)
        {
            destination[k] = (Real)(Math.Exp(logs[k] - largest) / sum);
        }
    }

    /// <summary>Logarithm of a Gamma draw, by rejection from a transformed normal; below shape 1 through shape + 1.</summary>
    /// <seealso href="https://doi.org/10.1145/358407.358414">Marsaglia and Tsang (2000).</seealso>
    private static double LogGamma(RandomKey key, double shape)
    {
        if (shape < 1)
        {
            return LogGamma(key, shape + 1) + (Math.Log(key.Derive(1UL).UniformOpen(0)) / shape);
        }

        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        RandomKey own = key.Derive(0UL);
        for (ulong i = 0; ; i++)
        {
            double x = own.Normal(i);
            double v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(own.UniformOpen(i)) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return Math.Log(d * v);
            }
        }
    }
}
