namespace Xmrl.Numerics.Optimization;

/// <summary>Checks a stored state against the expected names and lengths.</summary>
internal static class OptimizerState
{
    internal static void Require(IReadOnlyList<(string Name, double[] Values)> state, ReadOnlySpan<(string Name, int Length)> expected)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Count != expected.Length)
        {
            throw new ArgumentException(
                $"state has {state.Count} arrays ({string.Join(", ", state.Select(entry => entry.Name))}); {expected.Length} expected "
                    + $"({string.Join(", ", expected.ToArray().Select(entry => entry.Name))}).",
                nameof(state));
        }

        for (int i = 0; i < expected.Length; i++)
        {
            (string name, int length) = expected[i];
            if (state[i].Name != name || state[i].Values.Length != length)
            {
                throw new ArgumentException(
                    $"state[{i}] is {state[i].Name} with {state[i].Values.Length} values; {name} with {length} expected.", nameof(state));
            }
        }
    }
}
