using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Tabular;
using Xmrl.Tabular;

namespace Xmrl.Verification.BoMrl;

/// <summary>What bo-mrl's within-task algorithm is by another name.</summary>
internal static class SpecialCaseChecks
{
    private const int States = 4;
    private const int Actions = 3;
    private const int Processes = 5;
    private const double Discount = 0.8;

    /// <summary>Two solves of 12 numbers in double, whatever the precision of the build.</summary>
    private const double Tolerance = 1e-11;

    /// <summary>The second derivatives of the return by differences.</summary>
    private const double DifferenceTolerance = 1e-9;

    /// <summary>The reverse divergence on a table is the natural policy gradient with step 1/λ, and the linear objective under a distance
    /// of parameters is exact MAML with α = (1 − γ)/(2λ).</summary>
    public static TheoryCheck SpecialCases()
    {
        double natural = 0;
        double adaptation = 0;
        double gradient = 0;
        for (int i = 0; i < Processes; i++)
        {
            TabularMdp mdp = RandomTables.Process(RandomKey.FromSeed(30).Derive(i), States, Actions, Discount);
            double[] logits = RandomTables.Logits(RandomKey.FromSeed(31).Derive(i), States * Actions);
            foreach (double strength in (double[])[0.2, 1, 5])
            {
                var reverse = new TabularTask(mdp, new TabularOptions { Divergence = ProximalDivergence.Reverse, Strength = strength });
                natural = Math.Max(natural, Deviation.Between(reverse.Adapt(logits).Policy, Natural(mdp, logits, strength)));
                var linear = new TabularTask(
                    mdp, new TabularOptions { Divergence = ProximalDivergence.Parameters, Strength = strength, IsLinear = true });
                double[] maml = Maml(mdp, logits, (1 - Discount) / (2 * strength), out double[] adapted);
                adaptation = Math.Max(adaptation, Deviation.Between(linear.Adapt(logits).Parameters, adapted));
                gradient = Math.Max(gradient, Deviation.Between(linear.Differentiate(logits).Gradient, maml));
            }
        }

        return new TheoryCheck
        {
            Name = "BO-MRL, special cases",
            Source = "bo-mrl, Section 4 and Appendix H, with 2λ in (11)",
            Statement =
                "Alg(2) on a table is the natural policy gradient with step 1/λ; the linear objective under D₃ is exact MAML with "
                    + $"α = (1 − γ)/(2λ) ({Processes} processes, λ 0.2, 1, 5)",
            Figure =
                $"natural gradient {Deviation.Text(natural)}, MAML's adaptation {Deviation.Text(adaptation)} ≤ "
                    + $"{Deviation.Text(Tolerance)}, its hyper-gradient {Deviation.Text(gradient)} ≤ "
                    + Deviation.Text(DifferenceTolerance),
            Passed = Math.Max(natural, adaptation) <= Tolerance && gradient <= DifferenceTolerance,
        };
    }

    /// <summary>Softmax of θ + (1/λ)·F⁺(1 − γ)∇J, F the Fisher matrix over the visits of the policy.</summary>
    private static double[] Natural(TabularMdp mdp, double[] logits, double strength)
    {
        double[] policy = PlainTables.Softmax(logits, Actions);
        TabularEvaluation at = mdp.Evaluate(policy);
        double[] visits = at.Visits(mdp.Start);
        double[] gradient = at.ReturnGradient();
        double[] moved = [.. logits];
        for (int s = 0; s < States; s++)
        {
            double[] own = policy[(s * Actions)..((s + 1) * Actions)];

            // The Fisher matrix has no curvature along (1, …, 1), and the gradient no part in it.
            double[][] fisher =
            [
                .. own.Select((p, a) => own.Select((q, b) => (visits[s] * ((a == b ? p : 0) - (p * q))) + 1).ToArray()),
            ];
            double[] direction = DenseSolve.Solve(fisher, gradient[(s * Actions)..((s + 1) * Actions)]);
            for (int a = 0; a < Actions; a++)
            {
                moved[(s * Actions) + a] += direction[a] / strength;
            }
        }

        return PlainTables.Softmax(moved, Actions);
    }

    /// <summary>(I + α∇²J)·∇J(θ′) with θ′ = θ + α∇J.</summary>
    private static double[] Maml(TabularMdp mdp, double[] logits, double stepSize, out double[] adapted)
    {
        double[] inner = Gradient(logits);
        adapted = [.. logits.Zip(inner, (x, g) => x + (stepSize * g))];
        double[] outer = Gradient(adapted);
        double[] curved = DenseSolve.Product(Slopes.Of(Gradient, logits), outer);
        return [.. outer.Zip(curved, (g, h) => g + (stepSize * h))];

        double[] Gradient(double[] at) => mdp.Evaluate(PlainTables.Softmax(at, Actions)).ReturnGradient();
    }
}
