namespace Xmrl.Tabular;

/// <summary>States whose logits depend on the same parameters, and on no others.</summary>
/// <param name="States">The states.</param>
/// <param name="First">Place of the block's first parameter.</param>
/// <param name="Count">Number of its parameters.</param>
/// <param name="Features">x(s, a): for each state of the block, for each action, Count numbers.</param>
internal sealed record LogitBlock(int[] States, int First, int Count, double[] Features)
{
    /// <summary>x(s, a).</summary>
    /// <param name="index">Place of the state in the block.</param>
    /// <param name="action">The action.</param>
    /// <param name="actions">Number of actions A.</param>
    public ReadOnlySpan<double> Feature(int index, int action, int actions)
        => Features.AsSpan(((index * actions) + action) * Count, Count);

    /// <summary>Features of a state less their mean under a policy.</summary>
    /// <param name="index">Place of the state in the block.</param>
    /// <param name="policy">π(a|s) of the state. Shape [A].</param>
    /// <returns>x(s, a) − Σ_b π(b)·x(s, b), action by action. Shape [A·Count].</returns>
    public double[] Centered(int index, ReadOnlySpan<double> policy)
    {
        int actions = policy.Length;
        double[] result = Features.AsSpan(index * actions * Count, actions * Count).ToArray();
        for (int p = 0; p < Count; p++)
        {
            double mean = 0;
            for (int a = 0; a < actions; a++)
            {
                mean += policy[a] * result[(a * Count) + p];
            }

            for (int a = 0; a < actions; a++)
            {
                result[(a * Count) + p] -= mean;
            }
        }

        return result;
    }
}
