using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Numerics.Tests.Linear;

public sealed class RidgeRegressionTests
{
    /// <summary>Condition numbers of the small systems here stay below a thousand.</summary>
    private const double SolutionTolerance = 1e-10;

    [Fact]
    public void Solve_AfterAFit_SolvesForFurtherRightHandSides()
    {
        // XᵀX = diag(1 + 4, 9) and a ridge of 1: (6, 10).
        var regression = new RidgeRegression(2);
        regression.Add([1, 0], 1);
        regression.Add([2, 0], 1);
        regression.Add([0, 3], 1);
        int stride = Cholesky.Stride(2);
        var vectors = new double[2 * stride];
        (vectors[0], vectors[1]) = (12, 6);
        (vectors[stride], vectors[stride + 1]) = (-5, 20);
        Should.Throw<InvalidOperationException>(() => regression.Solve(vectors, 2)).Message.ShouldContain("found none");
        regression.Fit(1);
        regression.Solve(vectors, 2);
        vectors[0].ShouldBe(2, SolutionTolerance);
        vectors[1].ShouldBe(1, SolutionTolerance);
        vectors[stride].ShouldBe(-0.5, SolutionTolerance);
        vectors[stride + 1].ShouldBe(2, SolutionTolerance);
        Should.Throw<ArgumentException>(() => regression.Solve(new double[3], 2)).ParamName.ShouldBe("vectors");

        regression.Clear();
        Should.Throw<InvalidOperationException>(() => regression.Solve(vectors, 2));
    }

    [Fact]
    public void AddSums_SumsOfWholeNumbers_IsAsAddingTheSamples()
    {
        // Samples (1, 2 | 3), (0, 1 | −1) and (2, −1 | 4). Below the diagonal nothing is read.
        var single = new RidgeRegression(2);
        single.Add([1, 2], 3);
        single.Add([0, 1], -1);
        single.Add([2, -1], 4);
        var sums = new RidgeRegression(2);
        sums.AddSums(new ConstMatrix([5, 0, 11, Real.NaN, 6, 1], 2, 3), 3);
        sums.Samples.ShouldBe(3);
        sums.Fit(0.5).Coefficients.ShouldBe(single.Fit(0.5).Coefficients);
        Should.Throw<ArgumentException>(() => sums.AddSums(new ConstMatrix([5, 0, 0, 6], 2, 2), 3))
            .Message.ShouldStartWith("sums has 2 elements; 3 expected.");
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
