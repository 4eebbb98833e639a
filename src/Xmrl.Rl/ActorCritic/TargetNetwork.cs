namespace Xmrl.Rl.ActorCritic;

/// <summary>Slow copies of networks.</summary>
internal static class TargetNetwork
{
    /// <summary>x̄ ← (1 − τ)·x̄ + τ·x, computed in double and stored rounded.</summary>
    /// <param name="target">x̄, replaced. Shape [n].</param>
    /// <param name="source">What it follows, x. Shape [n].</param>
    /// <param name="rate">τ in (0, 1].</param>
    public static void Follow(Span<Real> target, ReadOnlySpan<Real> source, double rate)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = (Real)(((1 - rate) * target[i]) + (rate * source[i]));
        }
    }
}
