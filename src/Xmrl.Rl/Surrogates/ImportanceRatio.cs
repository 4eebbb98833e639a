using Xmrl.Autodiff;

namespace Xmrl.Rl.Surrogates;

/// <summary>Σₜ (π_θ(aₜ|sₜ) / π_old(aₜ|sₜ))·Aₜ with the log-probabilities of the policy that sampled the data:
/// usable at parameters other than those that sampled (line searches, several epochs).</summary>
/// <seealso href="https://arxiv.org/abs/1502.05477">Schulman et al. (2015), eq. (14).</seealso>
public sealed class ImportanceRatio : ISurrogate
{
    /// <inheritdoc/>
    public string Name => nameof(ImportanceRatio);

    /// <inheritdoc/>
    public Node Record(SurrogateInputs inputs)
    {
        Tape tape = inputs.LogProbability.Tape;
        return tape.Exp(inputs.LogProbability - inputs.SampledLogProbability) * inputs.Advantages;
    }
}
