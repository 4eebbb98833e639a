using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Tabular;

namespace Xmrl.Tabular.Tests;

/// <summary>A frozen lake of 4×4 cells that is not slippery: one way in, one way out, holes; goal and holes absorb and pay 1 and −1 at
/// every step that ends there.</summary>
internal static class SmallLake
{
    public const int Cells = 16;
    public const int Actions = 4;
    public const double Discount = 0.8;

    /// <summary>Maps with holes by chance and a path.</summary>
    public static TabularMdp[] Draw(ulong seed, int count, double chance)
    {
        var tasks = new List<TabularMdp>();
        for (int attempt = 0; tasks.Count < count; attempt++)
        {
            RandomKey key = RandomKey.FromSeed(seed).Derive(attempt);
            bool[] holes = [.. Enumerable.Range(0, Cells).Select(c => c is not (0 or Cells - 1) && key.UniformOpen((ulong)c) < chance)];
            TabularMdp mdp = Create(holes);
            if (mdp.Optimum().Return > 0)
            {
                tasks.Add(mdp);
            }
        }

        return [.. tasks];
    }

    public static TabularMdp Create(bool[] holes)
    {
        double[] transitions = new double[Cells * Actions * Cells];
        double[] rewards = new double[Cells * Actions];
        for (int cell = 0; cell < Cells; cell++)
        {
            for (int action = 0; action < Actions; action++)
            {
                int next = holes[cell] || cell == Cells - 1 ? cell : Move(cell, action);
                transitions[(((cell * Actions) + action) * Cells) + next] = 1;
                rewards[(cell * Actions) + action] = holes[next] ? -1 : (next == Cells - 1 ? 1 : 0);
            }
        }

        return new TabularMdp(transitions, rewards, [1, .. new double[Cells - 1]], Discount);
    }

    private static int Move(int cell, int action)
    {
        (int row, int column) = (cell / 4, cell % 4);
        (row, column) = action switch
        {
            0 => (row, Math.Max(0, column - 1)),
            1 => (Math.Min(3, row + 1), column),
            2 => (row, Math.Min(3, column + 1)),
            _ => (Math.Max(0, row - 1), column),
        };
        return (row * 4) + column;
    }
}
