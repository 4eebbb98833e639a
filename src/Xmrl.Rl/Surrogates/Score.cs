using Xmrl.Autodiff;

namespace Xmrl.Rl.Surrogates;

/// <summary>Σₜ ln π_θ(aₜ|sₜ)·Aₜ. Its gradient is the policy gradient; its Hessian lacks the term of the sampling distribution.</summary>
/// <seealso href="https://arxiv.org/abs/1703.03400">Finn et al. (2017).</seealso>
public sealed class Score : ISurrogate
{
    /// <inheritdoc/>
    public string Name => nameof(Score);

    /// <inheritdoc/>
    public Node Record(SurrogateInputs inputs) => inputs.LogProbability * inputs.Advantages;
}
