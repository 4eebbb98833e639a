using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Tabular;

namespace Xmrl.Verification.BoMrl;

/// <summary>Small random processes and families of tasks around one.</summary>
internal static class RandomTables
{
    /// <summary>Power of uniform draws that become transition probabilities: few next states take most of them.</summary>
    private const double Sharpness = 3;

    /// <summary>Transitions and rewards at random, a uniform start.</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="states">Number of states S.</param>
    /// <param name="actions">Number of actions A.</param>
    /// <param name="discount">Discount γ in [0, 1).</param>
    public static TabularMdp Process(RandomKey key, int states, int actions, double discount)
        => Family(key, 1, states, actions, (discount, 0))[0];

    /// <summary>Tasks with the same transitions, whose rewards in [−1, 1] differ by noise.</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="count">Number of tasks.</param>
    /// <param name="states">Number of states S.</param>
    /// <param name="actions">Number of actions A.</param>
    /// <param name="law">γ, and the standard deviation of the noise.</param>
    public static TabularMdp[] Family(RandomKey key, int count, int states, int actions, (double Discount, double Noise) law)
    {
        int pairs = states * actions;
        double[] transitions = new double[pairs * states];
        for (int pair = 0; pair < pairs; pair++)
        {
            double[] row = [.. Enumerable.Range(0, states).Select(s => Math.Pow(key.UniformOpen((ulong)((pair * states) + s)), Sharpness))];
            double sum = row.Sum();
            row.Select(p => p / sum).ToArray().CopyTo(transitions, pair * states);
        }

        double[] start = [.. Enumerable.Repeat(1.0 / states, states)];
        RandomKey rewards = key.Derive(1);
        return
        [
            .. Enumerable.Range(0, count).Select(task => new TabularMdp(
                transitions,
                [
                    .. Enumerable.Range(0, pairs)
                    .Select(pair => Math.Clamp(
                        (2 * rewards.UniformOpen((ulong)pair)) - 1 + (law.Noise * rewards.Derive(task).Normal((ulong)pair)), -1, 1)),
                ],
                start, law.Discount)),
        ];
    }

    /// <summary>Logits of a spread.</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="count">Number of logits.</param>
    /// <param name="spread">Their standard deviation.</param>
    public static double[] Logits(RandomKey key, int count, double spread = 1)
        => [.. Enumerable.Range(0, count).Select(i => spread * key.Normal((ulong)i))];
}
