namespace Xmrl.Rl.Environments;

/// <summary>Mixing of states that form a convex set of plain numbers.</summary>
internal static class ConvexStates
{
    /// <summary>s̄ = w·s + (1 − w)·s′, component by component.</summary>
    /// <param name="first">First state s. Shape [S].</param>
    /// <param name="second">Second state s′. Shape [S].</param>
    /// <param name="weight">w, the weight of s, in [0, 1]; 1 gives s exactly, 0 gives s′ exactly.</param>
    /// <param name="mixed">Receives s̄. Shape [S].</param>
    /// <exception cref="ArgumentException">The lengths differ, or w lies outside [0, 1].</exception>
    public static void Mix(ReadOnlySpan<Real> first, ReadOnlySpan<Real> second, Real weight, Span<Real> mixed)
    {
        if (!(weight >= 0 && weight <= 1))
        {
            throw new ArgumentException($"weight must lie in [0, 1]; found {weight}.", nameof(weight));
        }

        if (first.Length != second.Length || first.Length != mixed.Length)
        {
            throw new ArgumentException(
                $"first, second and mixed must have one length; found {first.Length}, {second.Length} and {mixed.Length}.", nameof(mixed));
        }

        for (int i = 0; i < mixed.Length; i++)
        {
            mixed[i] = (weight * first[i]) + ((1 - weight) * second[i]);
        }
    }
}
