using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Numerics.Tests.Linear;

public sealed class RidgeRegressionTests
{
    /// <summary>Condition numbers of the small systems here stay below a thousand.</summary>
    private const double SolutionTolerance = 1e-10;

    [Fact]
    public void TryFactor_KnownMatrix_GivesItsFactor()
    {
        double[] a = [4, -1, -1, 12, 37, -1, -16, -43, 98];
        Cholesky.TryFactor(a, 3).ShouldBe(CholeskyStatus.Factored);
        double[] lower = [a[0], a[3], a[4], a[6], a[7], a[8]];
        double[] expected = [2, 6, 1, -8, 5, 3];
        lower.ShouldBe(expected);
        a[1].ShouldBe(-1, "the upper triangle is not touched");
        double[] x = [4 + (2 * 12) - (3 * 16), 12 + (2 * 37) - (3 * 43), -16 - (2 * 43) + (3 * 98)];
        Cholesky.Solve(a, x);
        x[0].ShouldBe(1, SolutionTolerance);
        x[1].ShouldBe(2, SolutionTolerance);
        x[2].ShouldBe(3, SolutionTolerance);
    }

    [Fact]
    public void TryFactor_NoFactor_SaysWhy()
    {
        Cholesky.TryFactor([1, 0, 2, 1], 2).ShouldBe(CholeskyStatus.NotPositiveDefinite);
        Cholesky.TryFactor([1, 0, 1, 1], 2).ShouldBe(CholeskyStatus.NotPositiveDefinite);
        Cholesky.TryFactor([double.NaN], 1).ShouldBe(CholeskyStatus.NonFinite);
        Should.Throw<ArgumentException>(() => Cholesky.TryFactor(new double[3], 2)).ParamName.ShouldBe("matrix");
    }

    [Fact]
    public void Solve_AfterAFit_SolvesForFurtherRightHandSides()
    {
        // XᵀX = diag(1 + 4, 9) and a ridge of 1: (6, 10).
        var regression = new RidgeRegression(2);
        regression.Add([1, 0], 1);
        regression.Add([2, 0], 1);
        regression.Add([0, 3], 1);
        Should.Throw<InvalidOperationException>(() => regression.Solve([1, 1])).Message.ShouldContain("found none");
        regression.Fit(1);
        double[] vector = [12, -5];
        regression.Solve(vector);
        vector[0].ShouldBe(2, SolutionTolerance);
        vector[1].ShouldBe(-0.5, SolutionTolerance);
        Should.Throw<ArgumentException>(() => regression.Solve(new double[3])).ParamName.ShouldBe("vector");

        regression.Clear();
        Should.Throw<InvalidOperationException>(() => regression.Solve([1, 1]));
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(5, 33)]
    [InlineData(18, 101)]
    public void Fit_ManySamples_SolvesTheNormalEquations(int features, int samples)
    {
        var x = new Real[samples * features];
        var y = new Real[samples];
        RandomKey.FromSeed(3).FillNormal(0, x);
        RandomKey.FromSeed(4).FillNormal(0, y);
        var regression = new RidgeRegression(features);
        for (int n = 0; n < samples; n++)
        {
            regression.Add(x.AsSpan(n * features, features), y[n]);
        }

        regression.Samples.ShouldBe(samples);
        const double Ridge = 0.5;
        RidgeFit fit = regression.Fit(Ridge);
        fit.Status.ShouldBe(CholeskyStatus.Factored);
        fit.Attempts.ShouldBe(1);

        // Gradient of ‖Xw − y‖² + ridge ‖w‖² vanishes.
        var gradient = new double[features];
        for (int n = 0; n < samples; n++)
        {
            double error = -(double)y[n];
            for (int i = 0; i < features; i++)
            {
                error += fit.Coefficients[i] * x[(n * features) + i];
            }

            for (int i = 0; i < features; i++)
            {
                gradient[i] += error * x[(n * features) + i];
            }
        }

        for (int i = 0; i < features; i++)
        {
            (gradient[i] + (Ridge * fit.Coefficients[i])).ShouldBe(0, SolutionTolerance * samples);
        }
    }

    [Fact]
    public void Fit_DependentFeatures_RaisesTheRidge()
    {
        var regression = new RidgeRegression(2);
        for (int n = 1; n <= 9; n++)
        {
            regression.Add([n, n], 2 * n);
        }

        RidgeFit fit = regression.Fit(1e-14);
        fit.Status.ShouldBe(CholeskyStatus.Factored);
        fit.Attempts.ShouldBeGreaterThan(1);
        fit.Regularization.ShouldBeGreaterThan(1e-14);

        // Two equal features share the slope 2; the tiny ridge leaves few digits of their difference, all of their sum.
        (fit.Coefficients[0] + fit.Coefficients[1]).ShouldBe(2, 1e-2);
        fit.Describe().ShouldContain("attempts");
    }

    [Fact]
    public void Fit_ZeroRidgeOnDependentFeatures_FindsAPositiveOne()
    {
        var regression = new RidgeRegression(2);
        regression.Add([1, 1], 2);
        RidgeFit fit = regression.Fit(0);
        fit.Status.ShouldBe(CholeskyStatus.Factored);
        fit.Coefficients[0].ShouldBe(1, 1e-5);
    }

    [Fact]
    public void Fit_NonFiniteFeature_GivesZeroAndSaysSo()
    {
        var regression = new RidgeRegression(1);
        regression.Add([Real.NaN], 1);
        RidgeFit fit = regression.Fit(1e-5);
        fit.Status.ShouldBe(CholeskyStatus.NonFinite);
        fit.Attempts.ShouldBe(RidgeRegression.MaxAttempts);
        fit.Coefficients.ShouldBe([0]);
        regression.Clear();
        regression.Add([2], 4);
        regression.Fit(0).Coefficients[0].ShouldBe(2, SolutionTolerance);
    }

    [Fact]
    public void Add_WrongLength_Throws() =>
        Should.Throw<ArgumentException>(
            () => new RidgeRegression(2).Add([1], 1)).Message.ShouldStartWith("features has 1 elements; 2 expected.");
}
