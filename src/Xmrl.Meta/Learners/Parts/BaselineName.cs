namespace Xmrl.Meta.Learners.Parts;

/// <summary>Features of the value baseline by name.</summary>
public enum BaselineName
{
    /// <summary>Gaussians on a grid over the first two observations: a function of the state alone.</summary>
    Radial,

    /// <summary>Observations, their squares and powers of time (Duan et al. 2016).</summary>
    LinearTime,

    /// <summary>Prices, holdings, cash and turbulence of Stock-v1: a function of the state alone.</summary>
    Portfolio,
}
