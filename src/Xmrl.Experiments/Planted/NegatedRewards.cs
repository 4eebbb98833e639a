using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Experiments.Planted;

/// <summary>An environment that pays the negative of another's rewards; everything else is as there.</summary>
/// <param name="inner">The other environment; owned.</param>
internal class NegatedRewards(IEnvironment inner) : IEnvironment, IDisposable
{
    /// <inheritdoc/>
    public EnvironmentSpec Spec => inner.Spec;

    /// <inheritdoc/>
    public MdpTask MdpTask => inner.MdpTask;

    /// <inheritdoc/>
    public int Copies => inner.Copies;

    /// <summary>The other environment.</summary>
    protected IEnvironment Inner => inner;

    /// <inheritdoc/>
    public void Reset(ReadOnlySpan<int> copies, RandomKey key, Span<Real> observations) => inner.Reset(copies, key, observations);

    /// <inheritdoc/>
    public void Step(ReadOnlySpan<int> copies, ReadOnlySpan<Real> actions, StepResult result)
    {
        inner.Step(copies, actions, result);
        foreach (ref Real reward in result.Rewards[..copies.Length])
        {
            reward = -reward;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => (inner as IDisposable)?.Dispose();
}
