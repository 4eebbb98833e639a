using Xmrl.Rl.Policies;

namespace Xmrl.Tabular;

/// <content>How the block's stationarity condition depends on the meta-parameters, contracted with a direction u.</content>
internal sealed partial class BlockObjective
{
    /// <summary>Adds −λ·∂_φ(uᵀ∇_θ d²), and of a linear objective ∂_φ(uᵀ∇π_φ)·A: what reaches θ′ with visits and advantages held.</summary>
    /// <param name="parameters">θ′ of the block. Shape [Count].</param>
    /// <param name="direction">Direction u. Shape [Count].</param>
    /// <param name="result">Is added to. Shape [Count].</param>
    public void AddCross(ReadOnlySpan<double> parameters, ReadOnlySpan<double> direction, Span<double> result)
    {
        double[] logs = Logs(parameters);
        for (int i = 0; i < _block.States.Length; i++)
        {
            double visits = _moments.Visits[_block.States[i]];
            if (visits == 0)
            {
                continue;
            }

            State state = At(i, logs);
            double[] priorCentered = _block.Centered(i, state.Prior);
            double[] along = SoftmaxSums.Along(priorCentered, direction);
            if (_options.IsLinear)
            {
                double[] weights = SoftmaxSums.Weighted(SoftmaxSums.Deviations(state.Prior, state.Advantages), along);
                SoftmaxSums.AddMean(visits, weights, priorCentered, result);
            }

            if (_options.Divergence == ProximalDivergence.Forward)
            {
                SoftmaxSums.AddMean(visits * Strength, SoftmaxSums.Weighted(state.Prior, along), priorCentered, result);
            }
            else if (_options.Divergence == ProximalDivergence.Reverse)
            {
                double[] weights = SoftmaxSums.Weighted(state.Policy, SoftmaxSums.Along(state.Centered, direction));
                SoftmaxSums.AddMean(visits * Strength, weights, state.Centered, result);
            }
        }

        for (int p = 0; IsDistance && p < direction.Length; p++)
        {
            result[p] += 2 * Strength * direction[p];
        }
    }

    /// <summary>uᵀ∇_θ of each state's policy, and of each state's part of the objective to be minimised.</summary>
    /// <param name="parameters">θ′ of the block. Shape [Count].</param>
    /// <param name="direction">Direction u. Shape [Count].</param>
    /// <param name="scores">Receives c(s, a) = uᵀ∇π(a|s) in the block's states. Shape [S·A].</param>
    /// <param name="slopes">Receives h_u(s) = −Σ c·A + λ·uᵀ∇d² in the block's states; a distance of parameters is no function of the state
    /// and has no part. Shape [S].</param>
    public void Scores(ReadOnlySpan<double> parameters, ReadOnlySpan<double> direction, Span<double> scores, Span<double> slopes)
    {
        double[] logs = Logs(parameters);
        for (int i = 0; i < _block.States.Length; i++)
        {
            State state = At(i, logs);
            double[] along = SoftmaxSums.Along(state.Centered, direction);
            double[] own = _options.IsLinear
                ? SoftmaxSums.Weighted(state.Prior, SoftmaxSums.Along(_block.Centered(i, state.Prior), direction))
                : SoftmaxSums.Weighted(state.Policy, along);
            own.CopyTo(scores.Slice(_block.States[i] * _actions, _actions));
            slopes[_block.States[i]] = (Strength * Slope(state, along)) - SoftmaxSums.Dot(own, state.Advantages);
        }
    }

    /// <summary>uᵀ∇_θ d² of a state.</summary>
    private double Slope(State state, double[] along) => _options.Divergence switch
    {
        ProximalDivergence.Forward => -SoftmaxSums.Dot(state.Prior, along),
        ProximalDivergence.Reverse => SoftmaxSums.Dot(SoftmaxSums.Weighted(state.Policy, state.Drift), along),
        _ => 0,
    };
}
