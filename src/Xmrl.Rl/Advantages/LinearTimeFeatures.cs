using Xmrl.Numerics.Matrices;

namespace Xmrl.Rl.Advantages;

/// <summary>φ = [o, o², t/100, (t/100)², (t/100)³, 1] with o clipped to ±10.</summary>
/// <param name="observationSize">O, ≥ 1.</param>
/// <seealso href="https://arxiv.org/abs/1604.06778">Duan et al. (2016), appendix: the linear feature baseline.</seealso>
public sealed class LinearTimeFeatures(int observationSize) : IValueFeatures
{
    private const int TimeFeatures = 4;
    private const Real ClipAt = 10;
    private const Real TimeScale = (Real)0.01;

    /// <summary>2·O + 4.</summary>
    public int Count => (2 * observationSize) + TimeFeatures;

    /// <inheritdoc/>
    public bool UsesTime => true;

    /// <summary>1e-5, as in Duan et al. (2016).</summary>
    public double DefaultRegularization => 1e-5;

    /// <inheritdoc/>
    public void Fill(ConstMatrix observations, ReadOnlySpan<int> times, Span<Real> features)
    {
        for (int j = 0; j < observations.Columns; j++)
        {
            Span<Real> row = features.Slice(j * Count, Count);
            for (int o = 0; o < observationSize; o++)
            {
                Real value = Real.Clamp(observations[o, j], -ClipAt, ClipAt);
                row[o] = value;
                row[observationSize + o] = value * value;
            }

            Real time = times[j] * TimeScale;
            Span<Real> rest = row[(2 * observationSize)..];
            rest[0] = time;
            rest[1] = time * time;
            rest[2] = time * time * time;
            rest[3] = 1;
        }
    }
}
