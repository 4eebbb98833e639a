using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Numerics.Tests.Linear;

public sealed class ConjugateGradientTests
{
    private const int Size = 12;

    /// <summary>The relative tolerance asked for, times the condition number of the test matrix.</summary>
    private const double SolutionTolerance = 1e-8;

    private static readonly ConjugateGradientOptions Tight = new() { MaxIterations = 60, RelativeTolerance = 1e-13 };

    [Fact]
    public void Solve_PositiveDefinite_SolvesTheSystem()
    {
        double[,] a = TestMatrix();
        double[] expected = [.. Enumerable.Range(0, Size).Select(i => Math.Sin(i + 1.0))];
        var x = new double[Size];
        var rhs = new double[Size];
        Operator(a)(expected, rhs);
        ConjugateGradientResult result = ConjugateGradient.Solve(Operator(a), rhs, x, Tight);
        result.Status.ShouldBe(ConjugateGradientStatus.Converged);
        result.RelativeResidual.ShouldBeLessThanOrEqualTo(Tight.RelativeTolerance);
        for (int i = 0; i < Size; i++)
        {
            x[i].ShouldBe(expected[i], SolutionTolerance);
        }
    }

    [Fact]
    public void Solve_Damping_SolvesTheShiftedSystem()
    {
        var x = new double[2];
        ConjugateGradientResult result = ConjugateGradient.Solve(Diagonal(1, 3), [3, 10], x, Tight with { Damping = 2 });
        result.Status.ShouldBe(ConjugateGradientStatus.Converged);
        x[0].ShouldBe(1, SolutionTolerance);
        x[1].ShouldBe(2, SolutionTolerance);
        result.MinimumCurvature.ShouldBeGreaterThanOrEqualTo(3);
        result.MaximumCurvature.ShouldBeLessThanOrEqualTo(5 + SolutionTolerance);
    }

    [Fact]
    public void Solve_TwoEigenvalues_NeedsTwoIterations()
    {
        var x = new double[4];
        ConjugateGradient.Solve(Diagonal(2, 2, 7, 7), [1, 2, 3, 4], x, Tight with { RelativeTolerance = 1e-12 }).Iterations.ShouldBe(2);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(60)]
    public void Solve_AnyNumberOfIterations_KnowsTheResidualOfItsSolution(int iterations)
    {
        double[,] a = TestMatrix();
        double[] rhs = [.. Enumerable.Range(0, Size).Select(i => Math.Cos(i + 1.0))];
        var x = new double[Size];
        var product = new double[Size];
        ConjugateGradientResult result = ConjugateGradient.Solve(Operator(a), rhs, x, Tight with { MaxIterations = iterations });
        Operator(a)(x, product);
        for (int i = 0; i < Size; i++)
        {
            result.Residual[i].ShouldBe(rhs[i] - product[i], SolutionTolerance);
        }
    }

    [Fact]
    public void Solve_NonFinite_GivesNoResidual()
    {
        var x = new double[2];
        ConjugateGradient.Solve(Diagonal(double.NaN, 1), [1, 1], x, Tight).Residual.ShouldBeEmpty();
    }

    [Fact]
    public void Solve_TooFewIterations_ReportsTheLimit()
    {
        var x = new double[Size];
        var rhs = new double[Size];
        rhs[0] = 1;
        ConjugateGradientResult result = ConjugateGradient.Solve(Operator(TestMatrix()), rhs, x, Tight with { MaxIterations = 2 });
        result.Status.ShouldBe(ConjugateGradientStatus.IterationLimit);
        result.Iterations.ShouldBe(2);
        result.RelativeResidual.ShouldBeGreaterThan(Tight.RelativeTolerance);
    }

    [Fact]
    public void Solve_NegativeFirstCurvature_ReturnsTheRightHandSide()
    {
        var x = new double[2];
        ConjugateGradientResult result = ConjugateGradient.Solve(Diagonal(-1, -2), [3, 4], x, Tight);
        result.Status.ShouldBe(ConjugateGradientStatus.NegativeCurvature);
        x.ShouldBe([3, 4]);
        result.Describe().ShouldContain("negative curvature");
    }

    [Fact]
    public void Solve_NegativeLaterCurvature_KeepsTheIterateBefore()
    {
        // First direction b = (2, 1): curvature (4·5 − 1)/5 > 0, so x = b · 5/19. The second direction is negative.
        var x = new double[2];
        ConjugateGradientResult result = ConjugateGradient.Solve(Diagonal(5, -1), [2, 1], x, Tight);
        result.Status.ShouldBe(ConjugateGradientStatus.NegativeCurvature);
        result.Iterations.ShouldBe(1);
        result.MinimumCurvature.ShouldBeLessThan(0);
        x[0].ShouldBe(10.0 / 19, SolutionTolerance);
        x[1].ShouldBe(5.0 / 19, SolutionTolerance);
    }

    [Fact]
    public void Solve_OperatorGivesNaN_KeepsTheFiniteIterate()
    {
        int calls = 0;
        var x = new double[3];
        LinearOperator diagonal = Diagonal(1, 2, 3);
        ConjugateGradientResult result = ConjugateGradient.Solve(
            (vector, product) =>
            {
                diagonal(vector, product);
                product[0] = ++calls == 2 ? double.NaN : product[0];
            },
            [1, 1, 1],
            x,
            Tight);
        result.Status.ShouldBe(ConjugateGradientStatus.NonFinite);
        result.Iterations.ShouldBe(1);
        x.ShouldAllBe(v => double.IsFinite(v));
    }

    [Fact]
    public void Solve_SingularOperator_BreaksDownWithAFiniteIterate()
    {
        // The part of b outside the range of A remains as residual; its curvature is rounding error.
        var x = new double[2];
        ConjugateGradientResult result = ConjugateGradient.Solve(Diagonal(1, 1e-300), [1, 1e-3], x, Tight);
        result.Status.ShouldBe(ConjugateGradientStatus.Breakdown);
        x.ShouldAllBe(v => double.IsFinite(v));
    }

    [Fact]
    public void Solve_ZeroRightHandSide_IsZeroWithoutProducts()
    {
        double[] x = [1, 1];
        ConjugateGradientResult result = ConjugateGradient.Solve(
            (_, _) => throw new InvalidOperationException("not needed"), [0, 0], x, Tight);
        result.Status.ShouldBe(ConjugateGradientStatus.Converged);
        x.ShouldBe([0, 0]);
    }

    [Fact]
    public void Solve_NonFiniteRightHandSide_IsReported() =>
        ConjugateGradient.Solve(Diagonal(1), [double.NaN], new double[1], Tight).Status.ShouldBe(ConjugateGradientStatus.NonFinite);

    [Theory]
    [InlineData(ConjugateGradientStatus.Converged)]
    [InlineData(ConjugateGradientStatus.IterationLimit)]
    [InlineData(ConjugateGradientStatus.NegativeCurvature)]
    [InlineData(ConjugateGradientStatus.NonFinite)]
    [InlineData(ConjugateGradientStatus.Breakdown)]
    public void Describe_EveryStatus_IsASentence(ConjugateGradientStatus status) =>
        new ConjugateGradientResult(status, 3, 0.25, 1, 2).Describe().ShouldMatch("^Conjugate gradient .*[34].*\\.$");

    [Fact]
    public void Options_OutOfRange_Throw()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new ConjugateGradientOptions { MaxIterations = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new ConjugateGradientOptions { Damping = double.NaN });
        Should.Throw<ArgumentOutOfRangeException>(() => new ConjugateGradientOptions { RelativeTolerance = 1 });
    }

    [Fact]
    public void LargestEigenvalue_NegativeDominant_KeepsItsSign()
    {
        // (4/9)^(2·60) is far below the tolerance.
        PowerIterationResult result = PowerIteration.LargestEigenvalue(Diagonal(4, -9, 1), 3, RandomKey.FromSeed(1), 60);
        result.Eigenvalue.ShouldBe(-9, SolutionTolerance);
        result.RelativeResidual.ShouldBeLessThan(SolutionTolerance);
        result.Iterations.ShouldBe(60);
    }

    [Fact]
    public void LargestEigenvalue_ZeroAndNaN_AreReported()
    {
        PowerIteration.LargestEigenvalue(Diagonal(0, 0), 2, RandomKey.FromSeed(1), 9).ShouldBe(new PowerIterationResult(0, 0, 1));
        PowerIteration.LargestEigenvalue(Diagonal(double.NaN), 1, RandomKey.FromSeed(1), 9).Eigenvalue.ShouldBe(double.NaN);
    }

    [Fact]
    public void Dot_EveryLength_EqualsPlainLoop()
    {
        for (int length = 0; length <= 256; length++)
        {
            double[] x = [.. Enumerable.Range(0, length).Select(i => Math.Sin(i))];
            double[] y = [.. Enumerable.Range(0, length).Select(i => Math.Cos(2.0 * i))];
            VectorOperations.Dot(x, y).ShouldBe(x.Zip(y, (a, b) => a * b).Sum(), 1e-13 * (length + 1), "another order of the same sum");
            double[] sum = [.. y];
            VectorOperations.AddScaled(0.5, x, sum);
            sum.ShouldBe(x.Zip(y, (a, b) => b + (0.5 * a)));
        }
    }

    private static double[,] TestMatrix()
    {
        // B Bᵀ + I is positive definite; B from sines.
        var a = new double[Size, Size];
        for (int i = 0; i < Size; i++)
        {
            for (int j = 0; j < Size; j++)
            {
                a[i, j] = Enumerable.Range(0, Size).Sum(k => Math.Sin((i * 7) + (k * k)) * Math.Sin((j * 7) + (k * k))) + (i == j ? 1 : 0);
            }
        }

        return a;
    }

    private static LinearOperator Operator(double[,] a) => (vector, result) =>
    {
        for (int i = 0; i < result.Length; i++)
        {
            double sum = 0;
            for (int j = 0; j < vector.Length; j++)
            {
                sum += a[i, j] * vector[j];
            }

            result[i] = sum;
        }
    };

    private static LinearOperator Diagonal(params double[] values) => (vector, result) =>
    {
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = values[i] * vector[i];
        }
    };
}
