namespace Xmrl.Reproduction;

/// <summary>How much of a paper's work a reproduction repeats.</summary>
internal enum ReproductionScale
{
    /// <summary>Minutes, on a small environment: shows that everything works and decides nothing.</summary>
    Quick,

    /// <summary>Hours, on the paper's environment with fewer steps and smaller networks: the paper's claims are judged, its figures are
    /// not.</summary>
    Desk,

    /// <summary>The paper's own.</summary>
    Full,
}
