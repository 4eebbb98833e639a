using System.Globalization;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;
using Xmrl.Tabular;

namespace Xmrl.Verification.BoMrl;

/// <summary>The within-task algorithm of bo-mrl state by state: optimality conditions, a second solver, cases by hand, limits.</summary>
internal static class SolverChecks
{
    private const int States = 1000;

    /// <summary>Sums of ten numbers in double, whatever the precision of the build.</summary>
    private const double Tolerance = 1e-12;

    /// <summary>How near the limits are at λ = 10⁹ and 10⁻⁹ times the spread of the values.</summary>
    private const double LimitTolerance = 1e-6;

    public static TheoryCheck Solver()
    {
        double stationary = 0;
        double sum = 0;
        double second = 0;
        double closed = 0;
        double limit = 0;
        RandomKey key = RandomKey.FromSeed(11);
        for (int i = 0; i < States; i++)
        {
            RandomKey own = key.Derive(i);
            int actions = 2 + own.Integer(0, 9);
            double strength = Math.Pow(10, (6 * own.UniformOpen(1)) - 3);
            double[] prior = PlainTables.Softmax(RandomTables.Logits(own, actions, 2), actions);
            double[] values = RandomTables.Logits(own.Derive(1), actions);
            TabularAdapted forward = Adapt(ProximalDivergence.Forward, strength, prior, values);
            TabularAdapted reverse = Adapt(ProximalDivergence.Reverse, strength, prior, values);
            double[] multipliers = [.. values.Select((q, a) => q + (strength / forward.Ratios[a]))];
            double scale = strength + values.Max() - values.Min();
            stationary = Math.Max(stationary, (multipliers.Max() - multipliers.Min()) / scale);
            sum = Math.Max(sum, Math.Max(Math.Abs(forward.Policy.Sum() - 1), Math.Abs(reverse.Policy.Sum() - 1)));
            second = Math.Max(second, Largest(forward.Policy, PlainTables.Forward(prior, values, strength)));
            closed = Math.Max(closed, Largest(reverse.Policy, PlainTables.Reverse(prior, values, strength)));
            limit = Math.Max(limit, Limits(ProximalDivergence.Forward, prior, values));
            limit = Math.Max(limit, Limits(ProximalDivergence.Reverse, prior, values));
        }

        double byHand = Boundary();
        double largest = new[] { stationary, sum, second, closed, byHand }.Max();
        return new TheoryCheck
        {
            Name = "BO-MRL, solutions",
            Source = "bo-mrl, eq. (1), Propositions 1; closed form and scalar root are ours",
            Statement =
                $"D₁ and D₂ are solved exactly in {States} random states (2 to 10 actions, λ from 0.001 to 1000), at the boundary and "
                    + "in the limits",
            Figure = string.Create(
                CultureInfo.InvariantCulture,
                $"stationarity {Deviation.Text(stationary)}, sums {Deviation.Text(sum)}, bisection {Deviation.Text(second)}, closed form "
                    + $"{Deviation.Text(closed)}, boundary {Deviation.Text(byHand)} ≤ {Deviation.Text(Tolerance)}; limits "
                    + $"{Deviation.Text(limit)} ≤ {Deviation.Text(LimitTolerance)}"),
            Passed = largest <= Tolerance && limit <= LimitTolerance,
        };
    }

    /// <summary>Adapts one state.</summary>
    public static TabularAdapted Adapt(ProximalDivergence divergence, double strength, double[] prior, double[] values)
    {
        var moments = new PolicyMoments { Policy = prior, Advantages = values, Visits = [1], Return = 0 };
        var options = new TabularOptions { Divergence = divergence, Strength = strength };
        return new TabularAdaptation(LogitFeatures.Table(1, prior.Length), options)
            .Adapt([.. prior.Select(p => p > 0 ? Math.Log(p) : -1e3)], moments);
    }

    /// <summary>π_φ = (½, ½, 0), Q = (0, 0, q), λ = 1: mass moves to the third action exactly where q &gt; 1, and is 1 − 1/q
    /// there.</summary>
    private static double Boundary() => ((ReadOnlySpan<double>)[0.5, 0.9, 1.1, 2, 10]).ToArray().Max(q =>
    {
        double third = q > 1 ? 1 - (1 / q) : 0;
        return Largest(Adapt(ProximalDivergence.Forward, 1, [0.5, 0.5, 0], [0, 0, q]).Policy, [(1 - third) / 2, (1 - third) / 2, third]);
    });

    private static double Limits(ProximalDivergence divergence, double[] prior, double[] values)
    {
        double gap = values.Max() - values.OrderDescending().ElementAt(1);
        double[] greedy = [.. values.Select(q => q == values.Max() ? 1.0 : 0)];
        return Math.Max(
            Largest(Adapt(divergence, 1e9, prior, values).Policy, prior),
            Largest(Adapt(divergence, 1e-9 * gap, prior, values).Policy, greedy));
    }

    private static double Largest(double[] x, double[] y) => x.Zip(y, (a, b) => Math.Abs(a - b)).Max();
}
