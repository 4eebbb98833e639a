using Xmrl.Autodiff;

namespace Xmrl.Rl.Surrogates;

/// <summary>Σₜ □(Σ_{s≤t} ln π_θ(aₛ|sₛ))·γᵗrₜ + Σₜ (1 − □(ln π_θ(aₜ|sₜ)))·γᵗV(sₜ) with the MagicBox □(x) = exp(x − ⊥x).
/// Right in expectation at every order of differentiation; the second sum only lowers the variance.</summary>
/// <seealso href="https://arxiv.org/abs/1802.05098">Foerster et al. (2018), eqs. (6) and (9).</seealso>
public sealed class Dice : ISurrogate
{
    /// <inheritdoc/>
    public string Name => nameof(Dice);

    /// <inheritdoc/>
    public Node Record(SurrogateInputs inputs)
    {
        Tape tape = inputs.LogProbability.Tape;
        Node logRatio = inputs.LogProbability - inputs.BaseLogProbability;
        Node rewards = tape.Exp(tape.CumulativeSum(logRatio)) * inputs.DiscountedRewards;
        Node baselines = (-tape.Exp(logRatio) + 1) * inputs.DiscountedBaselines;
        return rewards + baselines;
    }
}
