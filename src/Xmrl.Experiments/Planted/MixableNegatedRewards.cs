using Xmrl.Rl.Environments;

namespace Xmrl.Experiments.Planted;

/// <summary><see cref="NegatedRewards"/> of an environment that can be put into mixed states.</summary>
/// <param name="inner">The environment; also <see cref="IMixable"/>.</param>
internal sealed class MixableNegatedRewards(IEnvironment inner) : NegatedRewards(inner), IMixable
{
    private IMixable Mixable => (IMixable)Inner;

    /// <inheritdoc/>
    public int StateSize => Mixable.StateSize;

    /// <inheritdoc/>
    public void ReadStates(ReadOnlySpan<int> copies, Span<Real> states) => Mixable.ReadStates(copies, states);

    /// <inheritdoc/>
    public void Mix(ReadOnlySpan<Real> first, ReadOnlySpan<Real> second, Real lambda, Span<Real> mixed) => Mixable.Mix(first, second, lambda, mixed);

    /// <inheritdoc/>
    public void Restore(ReadOnlySpan<int> copies, ReadOnlySpan<Real> states, Span<Real> observations, Span<bool> feasible) => Mixable.Restore(copies, states, observations, feasible);
}
