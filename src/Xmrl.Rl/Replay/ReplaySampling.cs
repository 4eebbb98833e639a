using Xmrl.Numerics.Randomness;

namespace Xmrl.Rl.Replay;

/// <summary>Draws steps with replacement, each a function of the key and its place in the draw.</summary>
internal static class ReplaySampling
{
    /// <summary>Draws from all steps in the ring.</summary>
    /// <param name="buffer">The replay; not empty.</param>
    /// <param name="key">Random numbers.</param>
    /// <param name="steps">Receives the numbers of the steps.</param>
    /// <exception cref="ArgumentException">The replay is empty.</exception>
    public static void Transitions(ReplayBuffer buffer, RandomKey key, Span<long> steps)
    {
        RequireAny(buffer.Live, "replay");
        RandomKey own = key.Derive(RandomPurpose.ReplaySampling);
        for (int i = 0; i < steps.Length; i++)
        {
            steps[i] = buffer.Oldest + own.Integer((ulong)i, buffer.Live);
        }
    }

    /// <summary>Draws from the context.</summary>
    /// <param name="buffer">The replay; its context is not empty.</param>
    /// <param name="key">Random numbers.</param>
    /// <param name="steps">Receives the numbers of the steps.</param>
    /// <exception cref="ArgumentException">The context is empty.</exception>
    public static void Context(ReplayBuffer buffer, RandomKey key, Span<long> steps)
    {
        RequireAny(buffer.ContextCount, "context");
        RandomKey own = key.Derive(RandomPurpose.ContextSampling);
        for (int i = 0; i < steps.Length; i++)
        {
            steps[i] = buffer.ContextStep(own.Integer((ulong)i, buffer.ContextCount));
        }
    }

    private static void RequireAny(int count, string name)
    {
        if (count == 0)
        {
            throw new ArgumentException($"The {name} has no steps to draw from.");
        }
    }
}
