using Xmrl.Rl.Tabular;

namespace Xmrl.Tabular.Bounds;

/// <summary>What the bounds need to know of φ over a set of tasks.</summary>
/// <param name="Advantage">A, the largest |A(s, a)| of π_φ over tasks, actions and reachable live states.</param>
/// <param name="Visits">ε, the least ν(s) of π_φ over tasks and reachable live states: a softmax reaches whatever any policy reaches, and
/// the proofs need no other states.</param>
/// <param name="Discount">Discount γ in [0, 1).</param>
internal sealed record BoundConstants(double Advantage, double Visits, double Discount)
{
    /// <summary>C = 2γA/((1 − γ)²ε): Lemma 17's factor on D₁² and D₂².</summary>
    public double PolicyFactor => 2 * Discount * Advantage / ((1 - Discount) * (1 - Discount) * Visits);

    /// <summary>4γA/((1 − γ)²ε): Lemma 18's factor on ‖θ − φ‖² for a table, as printed; γ in place of 4γ is enough.</summary>
    public double ParameterFactor => 2 * PolicyFactor;

    /// <summary>Measures.</summary>
    /// <param name="tasks">The tasks; at least one.</param>
    /// <param name="logits">Meta-parameters φ. Shape [S·A].</param>
    public static BoundConstants At(IReadOnlyList<TabularMdp> tasks, double[] logits)
    {
        double advantage = 0;
        double visits = 1;
        foreach (TabularMdp mdp in tasks)
        {
            var moments = PolicyMoments.Of(mdp, SoftmaxTable.Probabilities(logits, mdp.Actions));
            bool[] reachable = mdp.Reachable();
            for (int s = 0; s < mdp.States; s++)
            {
                if (!reachable[s])
                {
                    continue;
                }

                visits = Math.Min(visits, moments.Visits[s]);
                for (int pair = s * mdp.Actions; pair < (s + 1) * mdp.Actions; pair++)
                {
                    advantage = Math.Max(advantage, Math.Abs(moments.Advantages[pair]));
                }
            }
        }

        return new BoundConstants(advantage, visits, tasks[0].Discount);
    }
}
