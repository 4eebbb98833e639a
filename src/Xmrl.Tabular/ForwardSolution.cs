namespace Xmrl.Tabular;

/// <summary>One state's policy π′ = argmax_π Σ π(a)·Q(a) − λ·KL(π_φ ‖ π) over the simplex: π′(a) = λ·π_φ(a)/(μ − Q(a)), with μ from one
/// decreasing convex scalar equation.</summary>
/// <remarks>With x = (μ − max Q)/λ and d = (max Q − Q)/λ the equation is f(x) = Σ π_φ/(x + d) = 1 on (0, 1]. Newton's method on 1/f from
/// where one summand alone is 1, bisection where it would leave the bracket.</remarks>
internal static class ForwardSolution
{
    /// <summary>Evaluations of f after which the solve ends; 20,000 random states took 3.9 on average and 10 at most.</summary>
    private const int MostEvaluations = 100;

    /// <summary>|f − 1| that rounding leaves of a few summands.</summary>
    private const double Rounding = 4e-16;

    /// <summary>Solves.</summary>
    /// <param name="prior">π_φ(a), ≥ 0, with sum 1. Shape [A].</param>
    /// <param name="values">Q(a) or A(a): a constant changes nothing. Shape [A].</param>
    /// <param name="strength">λ &gt; 0.</param>
    /// <param name="policy">Receives π′. Shape [A].</param>
    /// <param name="ratios">Receives π′/π_φ, from μ and not by division; +∞ where only π_φ is 0. Shape [A].</param>
    /// <returns>|Σ π′ − 1|; NaN where a value is.</returns>
    /// <remarks>An action without probability stays without, unless its value exceeds the μ of the others: it then takes the mass that is
    /// missing (the first of several such actions).</remarks>
    public static double Solve(
        ReadOnlySpan<double> prior, ReadOnlySpan<double> values, double strength, Span<double> policy, Span<double> ratios)
    {
        double best = double.NegativeInfinity;
        int outside = -1;
        for (int a = 0; a < prior.Length; a++)
        {
            if (prior[a] > 0)
            {
                best = Math.Max(best, values[a]);
            }
            else if (outside < 0 || values[a] > values[outside])
            {
                outside = a;
            }
        }

        double x = Root(prior, values, best, strength);
        double bound = outside < 0 ? double.NegativeInfinity : (values[outside] - best) / strength;
        bool isOutside = bound > x;
        x = isOutside ? bound : x;
        double sum = 0;
        for (int a = 0; a < prior.Length; a++)
        {
            ratios[a] = 1 / (x + ((best - values[a]) / strength));
            policy[a] = prior[a] > 0 ? prior[a] * ratios[a] : 0;
            ratios[a] = prior[a] > 0 ? ratios[a] : 0;
            sum += policy[a];
        }

        if (isOutside)
        {
            policy[outside] = Math.Max(0, 1 - sum);
            ratios[outside] = double.PositiveInfinity;
            sum += policy[outside];
        }

        return Math.Abs(sum - 1);
    }

    private static double Root(ReadOnlySpan<double> prior, ReadOnlySpan<double> values, double best, double strength)
    {
        double low = 0;
        for (int a = 0; a < prior.Length; a++)
        {
            low = Math.Max(low, prior[a] > 0 ? prior[a] - ((best - values[a]) / strength) : 0);
        }

        double high = 1;
        double x = low;
        for (int evaluation = 0; evaluation < MostEvaluations; evaluation++)
        {
            (double f, double slope) = Sum(prior, values, best, strength, x);
            if (!(Math.Abs(f - 1) > Rounding))
            {
                break;
            }

            (low, high) = f > 1 ? (x, high) : (low, x);
            double next = x + ((f - 1) * f / slope);
            next = next > low && next < high ? next : 0.5 * (low + high);
            if (next == x)
            {
                break;
            }

            x = next;
        }

        return x;
    }

    /// <summary>f and |f′|.</summary>
    private static (double Value, double Slope) Sum(
        ReadOnlySpan<double> prior, ReadOnlySpan<double> values, double best, double strength, double x)
    {
        double sum = 0;
        double slope = 0;
        for (int a = 0; a < prior.Length; a++)
        {
            if (prior[a] > 0)
            {
                double ratio = 1 / (x + ((best - values[a]) / strength));
                sum += prior[a] * ratio;
                slope += prior[a] * ratio * ratio;
            }
        }

        return (sum, slope);
    }
}
