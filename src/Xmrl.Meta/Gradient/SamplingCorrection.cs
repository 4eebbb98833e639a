namespace Xmrl.Meta.Gradient;

/// <summary>The term of the hyper-gradient that follows from the inner samples' dependence on θ: (J̃(θ_K, D_out) − b)·Σ_k (∂θ_k/∂θ)ᵀ
/// Σ_{τ∈D_k} ∇ln π(τ; θ_k).</summary>
/// <remarks>With the sum over trajectories it is that of SG-MRL; with their mean that of E-MAML.</remarks>
/// <seealso href="https://arxiv.org/abs/2002.05135">Fallah et al. (2021), eqs. (13) and (39).</seealso>
/// <seealso href="https://arxiv.org/abs/1803.01118">Stadie et al. (2018), E-MAML.</seealso>
public sealed record SamplingCorrection
{
    /// <summary>Whether the scores of the inner trajectories are summed, which makes the hyper-gradient right in expectation, or averaged.
    /// Default true.</summary>
    public bool SumsTrajectories { get; init; } = true;

    /// <summary>Whether b is the mean of J̃ over the other tasks of the iteration, which are independent of the task's own samples, so that
    /// the expectation stays; otherwise b = 0. Default true.</summary>
    public bool UsesBaseline { get; init; } = true;

    /// <summary>The weights of an iteration's tasks.</summary>
    /// <param name="returns">J̃ of every task.</param>
    /// <param name="trajectories">Trajectories of the tasks' inner rollouts.</param>
    /// <returns>J̃ − b per task, divided by the number of trajectories where they are averaged.</returns>
    public double[] Weights(IReadOnlyList<double> returns, IReadOnlyList<int> trajectories)
    {
        double sum = returns.Sum();
        var weights = new double[returns.Count];
        for (int i = 0; i < weights.Length; i++)
        {
            double baseline = UsesBaseline && weights.Length > 1 ? (sum - returns[i]) / (weights.Length - 1) : 0;
            weights[i] = (returns[i] - baseline) / (SumsTrajectories ? 1 : trajectories[i]);
        }

        return weights;
    }
}
