using Xmrl.Numerics.Randomness;

namespace Xmrl.Explain.Augmentation;

/// <summary>P_φ(θ) = N(μ, diag σ²): the distribution of the meta-parameters, φ = (μ, σ).</summary>
internal sealed class MetaDistribution
{
    /// <summary>Share of σ that a step leaves at least: without it a few steep parameters lose all spread in one step, and every difference
    /// of means becomes infinite information.</summary>
    public const double LeastShareLeft = 0.5;

    /// <summary>Builds a distribution.</summary>
    /// <param name="means">Means μ. Shape [P].</param>
    /// <param name="deviations">σ, each &gt; 0. Shape [P].</param>
    public MetaDistribution(double[] means, double[] deviations)
    {
        if (means.Length != deviations.Length)
        {
            throw new ArgumentException($"means has shape [{means.Length}]; deviations has [{deviations.Length}].", nameof(deviations));
        }

        Means = means;
        Deviations = deviations;
    }

    /// <summary>Means μ. Shape [P].</summary>
    public double[] Means { get; }

    /// <summary>Standard deviations σ. Shape [P].</summary>
    public double[] Deviations { get; }

    /// <summary>Standard normal draws in antithetic pairs ζ, −ζ: their mean is exactly zero.</summary>
    /// <param name="count">Even number of draws, ≥ 2.</param>
    /// <param name="dimension">P, the length of every draw.</param>
    /// <param name="key">Random numbers.</param>
    /// <returns>One vector per draw.</returns>
    public static double[][] AntitheticDraws(int count, int dimension, RandomKey key)
    {
        if (count < 2 || count % 2 != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"Antithetic draws come in pairs; found {count}.");
        }

        var draws = new double[count][];
        var normal = new Real[dimension];
        for (int m = 0; m < count; m += 2)
        {
            key.Derive((ulong)m).FillNormal(0, normal);
            draws[m] = Array.ConvertAll(normal, value => (double)value);
            draws[m + 1] = Array.ConvertAll(normal, value => -(double)value);
        }

        return draws;
    }

    /// <summary>θ = μ + σ∘ζ.</summary>
    /// <param name="draw">Standard normal draws ζ. Shape [P].</param>
    /// <returns>Parameters θ. Shape [P].</returns>
    public Real[] At(double[] draw)
    {
        var parameters = new Real[Means.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] = (Real)(Means[i] + (Deviations[i] * draw[i]));
        }

        return parameters;
    }

    /// <summary>φ + η·g, with at least <see cref="LeastShareLeft"/> of every σ left.</summary>
    /// <param name="stepSize">Step size η of the ascent, ≥ 0.</param>
    /// <param name="byMeans">Derivative by the means, ∂/∂μ. Shape [P].</param>
    /// <param name="byDeviations">Derivative by the standard deviations, ∂/∂σ. Shape [P].</param>
    /// <returns>A new distribution.</returns>
    public MetaDistribution Step(double stepSize, double[] byMeans, double[] byDeviations)
    {
        var means = new double[Means.Length];
        var deviations = new double[Means.Length];
        for (int i = 0; i < means.Length; i++)
        {
            means[i] = Means[i] + (stepSize * byMeans[i]);
            deviations[i] = Math.Max(LeastShareLeft * Deviations[i], Deviations[i] + (stepSize * byDeviations[i]));
        }

        return new MetaDistribution(means, deviations);
    }
}
