using Xmrl.Numerics.Matrices;

namespace Xmrl.Rl.Advantages;

/// <summary>φ = [o, o², 1] with o clipped to ±10: <see cref="LinearTimeFeatures"/> without time, for states that belong to no step of a
/// trajectory.</summary>
/// <param name="observationSize">O, ≥ 1.</param>
public sealed class LinearStateFeatures(int observationSize) : IValueFeatures
{
    private const Real ClipAt = 10;

    /// <summary>2·O + 1.</summary>
    public int Count => (2 * observationSize) + 1;

    /// <inheritdoc/>
    public bool UsesTime => false;

    /// <summary>False: observations are not bounded by 1.</summary>
    public bool AllowsSinglePrecisionSums => false;

    /// <summary>1e-5, as with time.</summary>
    public double DefaultRegularization => 1e-5;

    /// <inheritdoc/>
    public void Fill(ConstMatrix observations, ReadOnlySpan<int> times, Matrix features)
    {
        FillPolynomials(observations, observationSize, features);
        features.Row(2 * observationSize).Fill(1);
    }

    /// <summary>Clipped observations and their squares.</summary>
    /// <param name="observations">Raw observations. Shape [O, n].</param>
    /// <param name="observationSize">Numbers per observation, O.</param>
    /// <param name="features">Receives them in its first rows. Shape [≥ 2·O, n].</param>
    internal static void FillPolynomials(ConstMatrix observations, int observationSize, Matrix features)
    {
        for (int o = 0; o < observationSize; o++)
        {
            ReadOnlySpan<Real> source = observations.Row(o);
            Span<Real> clipped = features.Row(o);
            Span<Real> squared = features.Row(observationSize + o);
            for (int j = 0; j < source.Length; j++)
            {
                clipped[j] = Real.Clamp(source[j], -ClipAt, ClipAt);
                squared[j] = clipped[j] * clipped[j];
            }
        }
    }
}
