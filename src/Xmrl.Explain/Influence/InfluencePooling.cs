namespace Xmrl.Explain.Influence;

/// <summary>How the replicates of Algorithm 2 make one influence per task. Both have the same expectation where gradients of training and
/// poor tasks come from different rollouts.</summary>
public enum InfluencePooling
{
    /// <summary>The mean of the R products g_iᵀ·d of each replicate, as Algorithm 2 accumulates them. The variance of noise times noise
    /// falls with R.</summary>
    WithinReplicates,

    /// <summary>The product of the means over replicates, which is the mean of all R² products g_iᵀ·d of one replicate's task gradient and
    /// any other's direction d. The variance of noise times noise falls with R².</summary>
    AcrossReplicates,
}
