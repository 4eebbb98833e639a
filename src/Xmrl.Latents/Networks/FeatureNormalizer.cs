using Xmrl.Latents.Statistics;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Latents.Networks;

/// <summary>The normalisation of the policy's inputs that lies in θ: (x − centre)·scale within ±10.</summary>
internal static class FeatureNormalizer
{
    /// <summary>Normalises.</summary>
    /// <param name="networks">Where centre and scale lie.</param>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="features">Shape [F, n].</param>
    /// <param name="normalized">Receives them; may be the same memory. Shape [F, n].</param>
    public static void Apply(LatentNetworks networks, ReadOnlySpan<Real> parameters, ConstMatrix features, Matrix normalized)
    {
        ReadOnlySpan<Real> centre = networks.Centre.Of(parameters);
        ReadOnlySpan<Real> scale = networks.Scale.Of(parameters);
        for (int row = 0; row < features.Rows; row++)
        {
            ReadOnlySpan<Real> source = features.Row(row);
            Span<Real> destination = normalized.Row(row);
            for (int i = 0; i < source.Length; i++)
            {
                destination[i] = Math.Clamp(
                    (source[i] - centre[row]) * scale[row], (Real)(-RunningMoments.Bound), (Real)RunningMoments.Bound);
            }
        }
    }

    /// <summary>Writes the statistics into θ.</summary>
    /// <param name="networks">Where centre and scale lie.</param>
    /// <param name="moments">The statistics.</param>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    public static void Write(LatentNetworks networks, RunningMoments moments, Span<Real> parameters)
    {
        Span<Real> centre = networks.Centre.Of(parameters);
        Span<Real> scale = networks.Scale.Of(parameters);
        for (int i = 0; i < centre.Length; i++)
        {
            centre[i] = (Real)moments.Mean[i];
            scale[i] = (Real)moments.Scale(i);
        }
    }
}
