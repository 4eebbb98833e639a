using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Tabular;
using Xmrl.Tabular;

namespace Xmrl.Verification.BoMrl;

/// <summary>Propositions 1 and 2 of bo-mrl, Appendix C and the second derivative of the return, by differences.</summary>
internal static class PropositionChecks
{
    /// <summary>Differences of fourth order of returns, through inner solves to 1e-12.</summary>
    private const double Tolerance = 1e-7;

    private const int States = 4;
    private const int Actions = 3;
    private const int Shared = 5;
    private const double Discount = 0.8;
    private const int Processes = 5;

    private static readonly double[] s_strengths = [0.2, 1, 5];
    private static readonly ProximalDivergence[] s_policies = [ProximalDivergence.Forward, ProximalDivergence.Reverse];

    /// <summary>The hyper-gradient of a table under D₁ and D₂, and what it is without the gradient of the values.</summary>
    public static TheoryCheck Proposition1()
    {
        double error = 0;
        double bias = double.PositiveInfinity;
        foreach (ProximalDivergence divergence in s_policies)
        {
            foreach (double strength in s_strengths)
            {
                double largest = 0;
                for (int i = 0; i < Processes; i++)
                {
                    TabularMdp mdp = Process(i);
                    double[] logits = Logits(i, States * Actions);
                    double[] expected = Slopes.Of(x => PlainTables.Adapted(mdp, x, divergence, strength), logits);
                    var options = new TabularOptions { Divergence = divergence, Strength = strength };
                    error = Math.Max(error, Error(new TabularTask(mdp, options), logits, expected));
                    largest = Math.Max(
                        largest, Error(new TabularTask(mdp, options with { Terms = HyperGradientTerms.Divergence }), logits, expected));
                }

                bias = Math.Min(bias, largest);
            }
        }

        return new TheoryCheck
        {
            Name = "BO-MRL, Proposition 1",
            Source = "bo-mrl, Proposition 1, eqs. (19), (25), (33), Appendix C",
            Statement =
                "the hyper-gradient in adjoint form is that of a second solver and elimination, D₁ and D₂ "
                    + $"({Processes} processes of {States} states and {Actions} actions, λ 0.2, 1, 5); without ∇Q it is not",
            Figure =
                $"relative error {Deviation.Text(error)} ≤ {Deviation.Text(Tolerance)}; bias without ∇Q at least {Deviation.Text(bias)} ≥ "
                    + Deviation.Text(Deviation.Visible),
            Passed = error <= Tolerance && bias >= Deviation.Visible,
        };
    }

    /// <summary>The hyper-gradient through an implicit solution: with the visits' gradient exact, without it as printed.</summary>
    public static TheoryCheck Proposition2()
    {
        double error = 0;
        double printed = double.PositiveInfinity;
        foreach ((ProximalDivergence divergence, bool isShared) in Implicit())
        {
            double largest = 0;
            for (int i = 0; i < Processes; i++)
            {
                TabularMdp mdp = Process(i);
                LogitFeatures features = isShared
                    ? LogitFeatures.Shared(States, Actions, Logits(100 + i, States * Actions * Shared))
                    : LogitFeatures.Table(States, Actions);
                double[] parameters = Logits(i, features.Parameters);
                var options = new TabularOptions { Divergence = divergence, Strength = 0.5, Tolerance = 1e-12 };
                var task = new TabularTask(mdp, features, options);
                double[] expected = Slopes.Of(x => task.Value(x), parameters);
                var two = new TabularTask(
                    mdp, features, options with { Terms = HyperGradientTerms.Divergence | HyperGradientTerms.Value });
                error = Math.Max(error, Error(task, parameters, expected));
                largest = Math.Max(largest, Error(two, parameters, expected));
            }

            printed = Math.Min(printed, largest);
        }

        (double values, double hessian, double maml) = SecondOrder();
        double most = new[] { error, values, hessian }.Max();
        double least = Math.Min(printed, maml);
        return new TheoryCheck
        {
            Name = "BO-MRL, Proposition 2",
            Source = "bo-mrl, Proposition 2, Appendix C (5) and (6), eq. (10)",
            Statement =
                "with the gradient of the visits the hyper-gradient is exact for shared logits under D₁, D₂ and D₃ and for a table under "
                    + "D₃; as printed, without it, it is not, nor is the second derivative in (10)",
            Figure =
                $"relative error {Deviation.Text(error)}, ∇Q {Deviation.Text(values)}, (1 − γ)∇²J {Deviation.Text(hessian)} ≤ "
                    + $"{Deviation.Text(Tolerance)}; bias of the printed one at least {Deviation.Text(printed)}, of (10) "
                    + $"{Deviation.Text(maml)} ≥ {Deviation.Text(Deviation.Visible)}",
            Passed = most <= Tolerance && least >= Deviation.Visible,
        };
    }

    private static IEnumerable<(ProximalDivergence Divergence, bool IsShared)> Implicit() =>
    [
        (ProximalDivergence.Forward, true), (ProximalDivergence.Reverse, true), (ProximalDivergence.Parameters, true),
        (ProximalDivergence.Parameters, false),
    ];

    /// <summary>Errors of ∇Q and of (1 − γ)∇²J = E_ν Σ_a[∇²π Q + ∇π∇Qᵀ + ∇Q∇πᵀ], and the bias without the last summand.</summary>
    private static (double Values, double Hessian, double Printed) SecondOrder()
    {
        double values = 0;
        double hessian = 0;
        double printed = double.PositiveInfinity;
        for (int i = 0; i < Processes; i++)
        {
            TabularMdp mdp = Process(i);
            double[] logits = Logits(i, States * Actions);
            TabularEvaluation at = At(mdp, logits);
            double[][] ofValues =
                [.. logits.Select((_, pair) => at.ActionValueGradient([.. logits.Select((_, k) => k == pair ? 1.0 : 0)]))];
            double[][] expected = Slopes.Of(x => At(mdp, x).ActionValues.ToArray(), logits);
            double[] flat = [.. Enumerable.Range(0, logits.Length).SelectMany(p => ofValues.Select(row => row[p]))];
            values = Math.Max(values, Deviation.Between(flat, [.. expected.SelectMany(row => row)]));
            double[] second = [.. Slopes.Of(x => At(mdp, x).ReturnGradient(), logits).SelectMany(row => row)];
            hessian = Math.Max(hessian, Deviation.Between(Hessian(mdp, at, ofValues, all: true), second));
            printed = Math.Min(printed, Deviation.Between(Hessian(mdp, at, ofValues, all: false), second));
        }

        return (values, hessian, printed);
    }

    /// <summary>The sum of two or three summands, divided by 1 − γ.</summary>
    private static double[] Hessian(TabularMdp mdp, TabularEvaluation at, double[][] ofValues, bool all)
    {
        int count = ofValues.Length;
        double[] visits = at.Visits(mdp.Start);
        double[] result = new double[count * count];
        for (int pair = 0; pair < count; pair++)
        {
            for (int p = 0; p < count; p++)
            {
                for (int q = 0; q < count; q++)
                {
                    double own = (Second(at, pair, p, q) * at.ActionValues[pair]) + (First(at, pair, p) * ofValues[pair][q])
                        + (all ? ofValues[pair][p] * First(at, pair, q) : 0);
                    result[(p * count) + q] += visits[pair / Actions] * own;
                }
            }
        }

        return result;
    }

    /// <summary>∂π(a|s)/∂θ(p).</summary>
    private static double First(TabularEvaluation at, int pair, int p)
        => pair / Actions == p / Actions ? at.Policy[pair] * ((pair == p ? 1 : 0) - at.Policy[p]) : 0;

    /// <summary>∂²π(a|s)/∂θ(p)∂θ(q).</summary>
    private static double Second(TabularEvaluation at, int pair, int p, int q)
        => pair / Actions != p / Actions || pair / Actions != q / Actions
            ? 0
            : (First(at, pair, q) * ((pair == p ? 1 : 0) - at.Policy[p])) - (at.Policy[pair] * First(at, p, q));

    private static TabularEvaluation At(TabularMdp mdp, double[] logits) => mdp.Evaluate(PlainTables.Softmax(logits, Actions));

    private static double Error(TabularTask task, double[] parameters, double[] expected)
        => Deviation.Between(task.Differentiate(parameters).Gradient, expected);

    private static TabularMdp Process(int index) => RandomTables.Process(RandomKey.FromSeed(20).Derive(index), States, Actions, Discount);

    private static double[] Logits(int index, int count) => RandomTables.Logits(RandomKey.FromSeed(21).Derive(index), count, 0.7);
}
