using Xmrl.Explain.Influence;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Verification.Coverage;

/// <summary>Gradients of a law in one replicate. Curvature is diagonal, from 1 down to 10⁻⁷, and has a log-normal factor of its own in each
/// replicate, as curvature from rollouts has.</summary>
internal sealed class SampledInfluence : IInfluenceProblem
{
    /// <summary>Standard deviation of the logarithm of the factor.</summary>
    public const double Spread = 0.5;

    private readonly double[] _curvature;

    /// <summary>Draws a replicate.</summary>
    /// <param name="law">The law.</param>
    /// <param name="directions">Unit vectors of the training tasks, then of the poor tasks. Shape [n + 1][P].</param>
    /// <param name="key">Random numbers of the replicate.</param>
    public SampledInfluence(InfluenceLaw law, IReadOnlyList<double[]> directions, RandomKey key)
    {
        var noise = new Real[(law.Tasks + 1) * law.Dimension];
        key.FillNormal(0, noise);
        double[][] gradients =
        [
            .. directions.Select((direction, i) =>
            {
                double[] gradient = [.. noise.AsSpan(i * law.Dimension, law.Dimension)];
                LawOf(law, i).Draw(key.Derive(i), direction, gradient);
                return gradient;
            }),
        ];
        Gradients = gradients[..^1];
        PoorGradient = gradients[^1];
        double factor = Math.Exp(Spread * key.Derive(RandomPurpose.Probing).Normal(0));
        _curvature = [.. Curvature(law.Dimension).Select(value => factor * value)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<double[]> Gradients { get; }

    /// <inheritdoc/>
    public double[] PoorGradient { get; }

    /// <inheritdoc/>
    public long Interactions => 0;

    /// <summary>Unit vectors at random.</summary>
    public static IReadOnlyList<double[]> Directions(InfluenceLaw law, RandomKey key) =>
    [
        .. Enumerable.Range(0, law.Tasks + 1).Select(i =>
        {
            double[] direction = [.. Enumerable.Range(0, law.Dimension).Select(p => key.Derive(i).Normal((ulong)p))];
            double norm = VectorOperations.Norm(direction);
            return direction.Select(value => value / norm).ToArray();
        }),
    ];

    /// <summary>E[g_i]ᵀ·E[d], which the products of means over ever more replicates tend to.</summary>
    /// <param name="law">The law.</param>
    /// <param name="directions">Unit vectors.</param>
    /// <param name="damping">Damping relative to the largest curvature.</param>
    /// <returns>Per training task. Shape [n].</returns>
    public static double[] Truth(InfluenceLaw law, IReadOnlyList<double[]> directions, double damping)
    {
        double[] curvature = law.Method == InfluenceMethod.Identity
            ? [.. Enumerable.Repeat(1.0, law.Dimension)]
            : [.. Curvature(law.Dimension).Select(value => (value + damping) / Math.Exp(0.5 * Spread * Spread))];
        return
        [
            .. directions.Take(law.Tasks).Select((direction, i) =>
                LawOf(law, i).Mean * law.Poor.Mean * direction.Select((value, p) => value * directions[^1][p] / curvature[p]).Sum()),
        ];
    }

    /// <inheritdoc/>
    public void HessianProduct(double[] weights, ReadOnlySpan<double> vector, Span<double> product)
    {
        for (int p = 0; p < product.Length; p++)
        {
            product[p] = _curvature[p] * vector[p];
        }
    }

    /// <inheritdoc/>
    public void FisherProduct(double[] weights, ReadOnlySpan<double> vector, Span<double> product)
        => HessianProduct(weights, vector, product);

    private static GradientLaw LawOf(InfluenceLaw law, int task)
        => task == law.Tasks ? law.Poor : law.Training[task % law.Training.Count];

    private static IEnumerable<double> Curvature(int dimension) => Enumerable.Range(0, dimension).Select(p => Math.Pow(10, -p));
}
