namespace Xmrl.Experiments.Settings;

/// <summary>Laws of the mixing coefficient that can be learned, by name.</summary>
public enum MixingLawName
{
    /// <summary>σ(μ + σζ).</summary>
    LogitNormal,

    /// <summary>The paper's Gaussian, clipped to [0, 1].</summary>
    ClippedNormal,
}
