namespace Xmrl.Explain.Information;

/// <summary>N diagonal Gaussians P_j = N(μ_j, diag σ_j²) over d parameters: the posteriors of θ, one per set of mixing
/// coefficients.</summary>
/// <remarks>Immutable; the constructor copies. All components carry the weight 1/N.</remarks>
internal sealed class DiagonalGaussianSet
{
    private readonly double[] _means;
    private readonly double[] _standardDeviations;

    /// <summary>Copies and checks the components.</summary>
    /// <param name="count">N ≥ 1.</param>
    /// <param name="dimension">d ≥ 1.</param>
    /// <param name="means">μ, finite. Shape [N, d], row j is component j.</param>
    /// <param name="standardDeviations">σ, finite and positive. Shape [N, d].</param>
    /// <exception cref="ArgumentException">A size is below one, a length is not N·d, a number is not finite, or a σ is not
    /// positive.</exception>
    public DiagonalGaussianSet(int count, int dimension, ReadOnlySpan<double> means, ReadOnlySpan<double> standardDeviations)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        int length = checked(count * dimension);
        CheckLength(means.Length, length, nameof(means));
        CheckLength(standardDeviations.Length, length, nameof(standardDeviations));
        for (int i = 0; i < length; i++)
        {
            if (!double.IsFinite(means[i]))
            {
                throw new ArgumentException(
                    $"Means must be finite; element [{i / dimension}, {i % dimension}] is {means[i]}.", nameof(means));
            }

            if (!(standardDeviations[i] > 0 && double.IsFinite(standardDeviations[i])))
            {
                throw new ArgumentException(
                    $"Standard deviations must be positive and finite; element [{i / dimension}, {i % dimension}] is "
                        + $"{standardDeviations[i]}.",
                    nameof(standardDeviations));
            }
        }

        Count = count;
        Dimension = dimension;
        _means = means.ToArray();
        _standardDeviations = standardDeviations.ToArray();
    }

    /// <summary>N, the number of components.</summary>
    public int Count { get; }

    /// <summary>d, the number of parameters.</summary>
    public int Dimension { get; }

    /// <summary>All means μ_jd. Shape [N, d].</summary>
    public ReadOnlySpan<double> Means => _means;

    /// <summary>All standard deviations σ_jd. Shape [N, d].</summary>
    public ReadOnlySpan<double> StandardDeviations => _standardDeviations;

    /// <summary>Means μ_j. Shape [d].</summary>
    /// <param name="component">j in [0, N).</param>
    public ReadOnlySpan<double> Mean(int component) => _means.AsSpan(component * Dimension, Dimension);

    /// <summary>Standard deviations σ_j. Shape [d].</summary>
    /// <param name="component">j in [0, N).</param>
    public ReadOnlySpan<double> StandardDeviation(int component) => _standardDeviations.AsSpan(component * Dimension, Dimension);

    /// <summary>Refuses gradient buffers of another shape, and clears them.</summary>
    internal void CheckAndClear(Span<double> byMeans, Span<double> byStandardDeviations)
    {
        CheckLength(byMeans.Length, _means.Length, nameof(byMeans));
        CheckLength(byStandardDeviations.Length, _means.Length, nameof(byStandardDeviations));
        byMeans.Clear();
        byStandardDeviations.Clear();
    }

    private static void CheckLength(int found, int expected, string parameter)
    {
        if (found != expected)
        {
            throw new ArgumentException($"Expected count·dimension = {expected} elements; found {found}.", parameter);
        }
    }
}
