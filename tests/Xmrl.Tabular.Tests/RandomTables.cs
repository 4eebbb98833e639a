using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Tabular;

namespace Xmrl.Tabular.Tests;

/// <summary>Small random processes, policies and features.</summary>
internal static class RandomTables
{
    public const int States = 4;
    public const int Actions = 3;

    /// <summary>Four states, of which the last absorbs and pays if it is to, and three actions.</summary>
    public static TabularMdp Mdp(ulong seed, double discount = 0.8, bool absorbs = true, int states = States)
    {
        RandomKey key = RandomKey.FromSeed(seed);
        double[] transitions = new double[states * Actions * states];
        double[] rewards = new double[states * Actions];
        for (int pair = 0; pair < rewards.Length; pair++)
        {
            bool isAbsorbing = absorbs && pair / Actions == states - 1;
            Span<double> row = transitions.AsSpan(pair * states, states);
            for (int s = 0; s < states; s++)
            {
                row[s] = isAbsorbing ? (s == states - 1 ? 1 : 0) : Draw(key, 0, (pair * states) + s);
            }

            double sum = 0;
            foreach (double p in row)
            {
                sum += p;
            }

            for (int s = 0; s < states; s++)
            {
                row[s] = isAbsorbing ? row[s] : row[s] / sum;
            }

            rewards[pair] = isAbsorbing ? 0.4 : (2 * Draw(key, 1, pair)) - 1;
        }

        double[] start = [0.5, 0.5, .. new double[states - 2]];
        return new TabularMdp(transitions, rewards, start, discount);
    }

    public static double[] Parameters(ulong seed, int count)
        => [.. Enumerable.Range(0, count).Select(i => (2 * Draw(RandomKey.FromSeed(seed), 2, i)) - 1)];

    /// <summary>Features of five parameters that all states share.</summary>
    public static double[] Features(ulong seed) => Parameters(seed + 1000, States * Actions * 5);

    private static double Draw(RandomKey key, int purpose, int index) => key.Derive(purpose).UniformOpen((ulong)index);
}
