using Xmrl.Autodiff;

namespace Xmrl.Rl.Surrogates;

/// <summary>Σₜ h(π_θ(aₜ|sₜ)/π_old(aₜ|sₜ))·Aₜ with h(x) = 2/(1 + e^{−2(x−1)}): the ratio near 1, and at most 2 however far the policy
/// moves.</summary>
/// <remarks>h(1) = h′(1) = 1 and h″(1) = 0, so that up to the second derivative the surrogate is that of plain ratios at the parameters
/// that sampled. π_old is <see cref="SurrogateInputs.BaseLogProbability"/>.</remarks>
/// <seealso href="https://arxiv.org/abs/2410.09728">Xu and Zhu (2024), eq. (7).</seealso>
public sealed class Saturated : ISurrogate
{
    /// <summary>h is 2 to the last bit far below a ratio of e²⁰; above, its derivative would be ∞·0.</summary>
    private const double LargestLogRatio = 20;

    /// <inheritdoc/>
    public string Name => nameof(Saturated);

    /// <inheritdoc/>
    public Node Record(SurrogateInputs inputs)
    {
        Tape tape = inputs.LogProbability.Tape;
        Node logRatio = inputs.LogProbability - inputs.BaseLogProbability;
        Node ratio = tape.Exp(tape.Minimum(logRatio, tape.Constant(LargestLogRatio, logRatio.Shape)));
        Node one = tape.Constant(1, logRatio.Shape);
        return (2.0 * inputs.Advantages) / (one + tape.Exp(-2.0 * (ratio - one)));
    }
}
