using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Tabular;

namespace Xmrl.Meta.Tests.Tabular;

/// <summary>Small random processes, policies and features.</summary>
internal static class RandomTables
{
    public const int States = 4;
    public const int Actions = 3;

    /// <summary>Four states, of which the last absorbs and pays, and three actions.</summary>
    public static TabularMdp Mdp(ulong seed, double discount = 0.8)
    {
        RandomKey key = RandomKey.FromSeed(seed);
        double[] transitions = new double[States * Actions * States];
        double[] rewards = new double[States * Actions];
        for (int pair = 0; pair < rewards.Length; pair++)
        {
            bool isAbsorbing = pair / Actions == States - 1;
            Span<double> row = transitions.AsSpan(pair * States, States);
            for (int s = 0; s < States; s++)
            {
                row[s] = isAbsorbing ? (s == States - 1 ? 1 : 0) : Draw(key, 0, (pair * States) + s);
            }

            double sum = 0;
            foreach (double p in row)
            {
                sum += p;
            }

            for (int s = 0; s < States; s++)
            {
                row[s] = isAbsorbing ? row[s] : row[s] / sum;
            }

            rewards[pair] = isAbsorbing ? 0.4 : (2 * Draw(key, 1, pair)) - 1;
        }

        return new TabularMdp(transitions, rewards, [0.5, 0.3, 0.2, 0], discount);
    }

    public static double[] Parameters(ulong seed, int count)
        => [.. Enumerable.Range(0, count).Select(i => (2 * Draw(RandomKey.FromSeed(seed), 2, i)) - 1)];

    /// <summary>Features of five parameters that all states share.</summary>
    public static double[] Features(ulong seed) => Parameters(seed + 1000, States * Actions * 5);

    private static double Draw(RandomKey key, int purpose, int index) => key.Derive(purpose).UniformOpen((ulong)index);
}
