namespace Xmrl.Tabular;

/// <summary>What became of an adaptation or a hyper-gradient of a table.</summary>
internal enum TabularStatus
{
    /// <summary>The inner problem is solved.</summary>
    Solved,

    /// <summary>The inner solve ended above its tolerance; the adapted parameters are the meta-parameters.</summary>
    NotConverged,

    /// <summary>A number is NaN or infinite; the adapted parameters are the meta-parameters.</summary>
    NonFinite,

    /// <summary>π_φ(a|s) is 0 somewhere: the adaptation has a solution, which is not differentiable there.</summary>
    ZeroProbability,
}
