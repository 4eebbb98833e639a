using Xmrl.Numerics.Matrices;

namespace Xmrl.Rl.Advantages;

/// <summary>φ = [o, o², t/100, (t/100)², (t/100)³, 1] with o clipped to ±10.</summary>
/// <param name="observationSize">O, ≥ 1.</param>
/// <seealso href="https://arxiv.org/abs/1604.06778">Duan et al. (2016), appendix: the linear feature baseline.</seealso>
public sealed class LinearTimeFeatures(int observationSize) : IValueFeatures
{
    private const int TimeFeatures = 4;
    private const Real TimeScale = (Real)0.01;

    /// <summary>2·O + 4.</summary>
    public int Count => (2 * observationSize) + TimeFeatures;

    /// <inheritdoc/>
    public bool UsesTime => true;

    /// <inheritdoc/>
    public IValueFeatures OfState { get; } = new LinearStateFeatures(observationSize);

    /// <summary>False: powers of time are nearly collinear and observations are not bounded by 1.</summary>
    public bool AllowsSinglePrecisionSums => false;

    /// <summary>1e-5, as in Duan et al. (2016).</summary>
    public double DefaultRegularization => 1e-5;

    /// <inheritdoc/>
    public void Fill(ConstMatrix observations, ReadOnlySpan<int> times, Matrix features)
    {
        LinearStateFeatures.FillPolynomials(observations, observationSize, features);
        int first = 2 * observationSize;
        for (int j = 0; j < times.Length; j++)
        {
            Real time = times[j] * TimeScale;
            features[first, j] = time;
            features[first + 1, j] = time * time;
            features[first + 2, j] = time * time * time;
        }

        features.Row(first + 3).Fill(1);
    }
}
