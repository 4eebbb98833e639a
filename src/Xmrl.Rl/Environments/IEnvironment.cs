using Xmrl.Numerics.Randomness;

namespace Xmrl.Rl.Environments;

/// <summary>B copies of one task. Copies are named by index 0…B−1; each call names the copies that it concerns, so ended ones cost
/// nothing.</summary>
/// <remarks>
/// What a copy does depends on its key and its actions alone: neither on the number of copies nor on which others are stepped.
/// A step allocates no managed memory. Not safe for concurrent calls.
/// </remarks>
public interface IEnvironment
{
    /// <summary>Sizes, horizon and names.</summary>
    public EnvironmentSpec Spec { get; }

    /// <summary>The task, the same for the whole life of this object.</summary>
    public MdpTask MdpTask { get; }

    /// <summary>B, the number of copies.</summary>
    public int Copies { get; }

    /// <summary>Starts an episode in the given copies.</summary>
    /// <param name="copies">Distinct copy indices. Shape [k].</param>
    /// <param name="key">Copy c draws everything random in its episode from <c>key.Derive(c)</c>.</param>
    /// <param name="observations">Receives the first observations, one row per entry of <paramref name="copies"/>. Shape [k, O].</param>
    /// <exception cref="ArgumentException">A shape or an index is wrong.</exception>
    public void Reset(ReadOnlySpan<int> copies, RandomKey key, Span<Real> observations);

    /// <summary>Steps the given copies once.</summary>
    /// <param name="copies">Distinct copies whose episodes have begun and not ended. Shape [k].</param>
    /// <param name="actions">One row per copy. Shape [k, A].</param>
    /// <param name="result">Receives the outcome, one row per copy; no overlap with the actions.</param>
    /// <exception cref="ArgumentException">A shape or an index is wrong, or a copy's episode has ended.</exception>
    public void Step(ReadOnlySpan<int> copies, ReadOnlySpan<Real> actions, StepResult result);
}
