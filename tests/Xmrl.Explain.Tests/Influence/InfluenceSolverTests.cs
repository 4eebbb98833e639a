using Xmrl.Explain.Influence;
using Xmrl.Numerics.Randomness;
using Xmrl.Verification;

namespace Xmrl.Explain.Tests.Influence;

/// <summary>Lemma 3 against optima that are known: no rollouts, all in double.</summary>
public sealed class InfluenceSolverTests
{
    private const int Training = 6;
    private const int Dimension = 5;

    /// <summary>The solve stops at a residual of 1e-12, on matrices of condition below 100.</summary>
    private const double SolveTolerance = 1e-9;

    /// <summary>Central differences of second order with a step of 1e-4: the third derivative by ω is of the size of the first.</summary>
    private const double DifferenceTolerance = 1e-7;

    private static readonly double[] Weights = [1, 0.4, 1.7, 0, 2.2, 0.9];

    private static readonly RandomKey Key = RandomKey.FromSeed(3);

    private static readonly InfluenceOptions Undamped = new()
    {
        Method = InfluenceMethod.Exact,
        RelativeDamping = 0,
        SolverSteps = 60,
        SolverTolerance = 1e-12,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Solve_ExactOnQuadratics_IsTheDerivativeOfThePoorValueByTheWeights(ulong seed)
    {
        // Closed form, and the value at optima solved anew at ω ± h.
        QuadraticFamily family = new(seed, Training, 2, Dimension);
        double[] optimum = family.Optimum(Weights);
        ClosedFormInfluence problem = family.At(optimum);
        double[] direction = DenseSolve.Solve(DenseSolve.Weighted([.. problem.Hessians.Select(Negated)], Weights), problem.PoorGradient);
        (double[] influence, _, string sentence) = new InfluenceSolver(Undamped).Solve(problem, Weights, Key);
        sentence.ShouldContain("converged");
        double scale = influence.Max(Math.Abs);
        for (int i = 0; i < Training; i++)
        {
            influence[i].ShouldBe(DenseSolve.Dot(problem.Gradients[i], direction), SolveTolerance * scale);
            influence[i].ShouldBe(Difference(i, weights => family.PoorValue(family.Optimum(weights))), DifferenceTolerance * scale);
        }
    }

    [Fact]
    public void Solve_ExactOnSoftmaxPolicies_IsTheDerivativeOfThePoorValueByTheWeights()
    {
        SoftmaxTasks family = new(RandomKey.FromSeed(4), Training);
        double[] optimum = family.Optimum(Weights);
        DenseSolve.Weighted(family.At(optimum).Gradients, Weights).Max(Math.Abs).ShouldBeLessThan(1e-12);
        (double[] influence, _, string sentence) = new InfluenceSolver(Undamped).Solve(family.At(optimum), Weights, Key);
        sentence.ShouldContain("converged");
        double scale = influence.Max(Math.Abs);
        for (int i = 0; i < Training; i++)
        {
            influence[i].ShouldBe(Difference(i, weights => family.PoorValue(family.Optimum(weights))), DifferenceTolerance * scale);
        }

        // Curvature matters: first-order influence is another vector here, not only another scale.
        (double[] first, _, _) = new InfluenceSolver(Undamped with { Method = InfluenceMethod.Identity })
            .Solve(family.At(optimum), Weights, Key);
        (DenseSolve.Dot(first, influence) / Math.Sqrt(DenseSolve.Dot(first, first) * DenseSolve.Dot(influence, influence)))
            .ShouldBeLessThan(0.995);
    }

    [Fact]
    public void Solve_Identity_IsTheInnerProductOfGradients()
    {
        ClosedFormInfluence problem = new QuadraticFamily(1, Training, 2, Dimension).At(new double[Dimension]);
        (double[] influence, _, string sentence) = new InfluenceSolver(new InfluenceOptions()).Solve(problem, Weights, Key);
        sentence.ShouldBeEmpty();
        for (int i = 0; i < Training; i++)
        {
            influence[i].ShouldBe(DenseSolve.Dot(problem.Gradients[i], problem.PoorGradient), SolveTolerance * influence.Max(Math.Abs));
        }
    }

    [Fact]
    public void Solve_Fisher_InvertsTheWeightedFisherMatrix()
    {
        QuadraticFamily family = new(1, Training, 2, Dimension);
        ClosedFormInfluence problem = family.At(new double[Dimension]);
        (double[] influence, _, _) = new InfluenceSolver(Undamped with { Method = InfluenceMethod.Fisher }).Solve(problem, Weights, Key);
        double[] direction = family.FisherSolve(Weights, problem.PoorGradient);
        for (int i = 0; i < Training; i++)
        {
            influence[i].ShouldBe(DenseSolve.Dot(problem.Gradients[i], direction), SolveTolerance * influence.Max(Math.Abs));
        }
    }

    [Fact]
    public void Solve_HeavyDamping_TendsToTheFirstOrderInfluence()
    {
        ClosedFormInfluence problem = new QuadraticFamily(1, Training, 2, Dimension).At(new double[Dimension]);
        (double[] first, _, _) = new InfluenceSolver(new InfluenceOptions()).Solve(problem, Weights, Key);
        (double[] damped, _, _) = new InfluenceSolver(Undamped with { RelativeDamping = 1e6 }).Solve(problem, Weights, Key);
        double ratio = first[0] / damped[0];
        for (int i = 0; i < Training; i++)
        {
            // (−A + δI)⁻¹ is I/δ up to a relative 1e-6.
            (ratio * damped[i]).ShouldBe(first[i], 1e-4 * first.Max(Math.Abs));
        }
    }

    [Fact]
    public void Solve_NegativeCurvature_SaysSo()
    {
        // At a minimum of the weighted tasks −A is negative definite: Lemma 3 does not hold there.
        ClosedFormInfluence problem = new QuadraticFamily(1, Training, 2, Dimension).At(new double[Dimension]);
        var upsideDown = new ClosedFormInfluence
        {
            Gradients = problem.Gradients,
            PoorGradient = problem.PoorGradient,
            Hessians = [.. problem.Hessians.Select(Negated)],
        };
        (double[] influence, _, string sentence) = new InfluenceSolver(Undamped).Solve(upsideDown, Weights, Key);
        sentence.ShouldContain("negative curvature");
        influence.ShouldAllBe(value => double.IsFinite(value));
    }

    private static double[][] Negated(double[][] matrix) => [.. matrix.Select(row => row.Select(x => -x).ToArray())];

    private static double Difference(int task, Func<double[], double> value)
    {
        const double H = 1e-4;
        return (value(Shifted(H)) - value(Shifted(-H))) / (2 * H);

        double[] Shifted(double h) => [.. Weights.Select((x, i) => i == task ? x + h : x)];
    }
}
