namespace Xmrl.Meta.Learners.Parts;

/// <summary>Surrogates by name.</summary>
public enum SurrogateName
{
    /// <summary>ln π·A.</summary>
    Score,

    /// <summary>(π/⊥π)·A.</summary>
    LowVarianceCurvature,

    /// <summary>MagicBox on running sums.</summary>
    Dice,

    /// <summary>ln π·A with the Hessian estimator of sg-mrl, eqs. (8) and (9).</summary>
    TrajectoryHessian,

    /// <summary>h(π/⊥π)·A with h(x) = 2/(1 + e^{−2(x−1)}) (Xu and Zhu 2024, eq. (7)).</summary>
    Saturated,
}
