using Xmrl.Explain.Influence;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Verification;

/// <summary>Lemma 3 against differences of the lower level's exact solution θ*(ω).</summary>
internal static class InfluenceChecks
{
    /// <summary>Conjugate gradients to 1e-10, differences of fourth order with a step of 1e-3, both in double.</summary>
    private const double Tolerance = 1e-7;

    private const double Difference = 1e-3;
    /// <summary>Training tasks of every check.</summary>
    public const int Tasks = 8;

    public static TheoryCheck Quadratic()
    {
        var tasks = new QuadraticTasks(RandomKey.FromSeed(1), Tasks, 2, 5);
        return Check(
            "Lemma 3, quadratic tasks", $"{Tasks} training and 2 poor tasks, θ of 5 numbers", tasks.Optimum, tasks.PoorValue, tasks.At, 5);
    }

    public static TheoryCheck Tabular()
    {
        var tasks = new SoftmaxTasks(RandomKey.FromSeed(2), Tasks);
        return Check(
            "Lemma 3, tabular tasks", $"{Tasks} training tasks and a poor one, softmax over 2 states and 3 actions", tasks.Optimum,
            tasks.PoorValue, tasks.At, 6);
    }

    /// <summary>Influences of <see cref="Tasks"/> training tasks against differences of θ*(ω).</summary>
    /// <param name="name">Name of the check.</param>
    /// <param name="what">The tasks, for people.</param>
    /// <param name="optimum">θ*(ω).</param>
    /// <param name="poor">The poor tasks' objective.</param>
    /// <param name="at">The influence problem at θ.</param>
    /// <param name="dimension">Length of θ.</param>
    public static TheoryCheck Check(
        string name, string what, Func<double[], double[]> optimum, Func<double[], double> poor, Func<double[], IInfluenceProblem> at,
        int dimension)
    {
        double[] weights = [.. Enumerable.Repeat(1.0, Tasks)];
        double[] exact =
            [.. Enumerable.Range(0, Tasks).Select(i => Slope(step => poor(optimum([.. weights.Select((w, k) => k == i ? w + step : w)]))))];
        double[] theta = optimum(weights);
        var options = new InfluenceOptions
        {
            Method = InfluenceMethod.Exact,
            Iterations = 2,
            WeightStep = 0,
            ParameterStep = 0,
            RelativeDamping = 0,
            SolverSteps = 10 * dimension,
            SolverTolerance = 1e-10,
        };
        Explanation found = new InfluenceLoop(options).Run((_, _) => at(theta), new Real[dimension], (1, RandomKey.FromSeed(3)));

        // The estimator divides by the standard deviation over tasks.
        double mean = exact.Average();
        double deviation = Math.Sqrt(exact.Average(value => (value - mean) * (value - mean)));
        double error = Deviation.Between(found.Replicates[..Tasks], [.. exact.Select(value => value / deviation)]);
        return new TheoryCheck
        {
            Name = name,
            Source = "xmrl, Lemma 3",
            Statement = $"g_iᵀ(−A)⁻¹g_poor = dL_poor(θ*(ω))/dω_i ({what})",
            Figure = $"relative error {Deviation.Text(error)} ≤ {Deviation.Text(Tolerance)}",
            Passed = error <= Tolerance,
        };
    }

    private static double Slope(Func<double, double> f)
        => ((8 * (f(Difference) - f(-Difference))) - (f(2 * Difference) - f(-2 * Difference))) / (12 * Difference);
}
