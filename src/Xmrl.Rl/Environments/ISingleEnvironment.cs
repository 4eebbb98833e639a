using Xmrl.Numerics.Randomness;

namespace Xmrl.Rl.Environments;

/// <summary>One copy of one task: the least that a user has to write. <see cref="BatchAdapter"/> batches it and counts steps.</summary>
public interface ISingleEnvironment
{
    /// <summary>Starts an episode.</summary>
    /// <param name="key">All that is random in the episode is drawn from this key.</param>
    /// <param name="observation">Receives the first observation. Shape [O].</param>
    public void Reset(RandomKey key, Span<Real> observation);

    /// <summary>Makes one step; never called after one that terminated.</summary>
    /// <param name="action">The action. Shape [A].</param>
    /// <param name="observation">Receives the next observation. Shape [O].</param>
    /// <returns>Reward and outcome; the horizon is not this method's concern.</returns>
    public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation);
}
