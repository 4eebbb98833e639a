using Xmrl.Contracts;
using Xmrl.Meta.Outer;

namespace Xmrl.Meta.Tests.Outer;

public sealed class TrustRegionOuterStepTests
{
    private const double Limit = 0.01;

    /// <summary>Damping 1e-5 and float parameters of order one bend a step of length 0.1 by less than this.</summary>
    private const double StepTolerance = 1e-5;

    private static readonly Real[] Start = [1, -2, (Real)0.5];

    private static readonly double[] Centre = [3, 1, -1];

    private static readonly double[] Fisher = [1, 4, 0.25];

    [Fact]
    public void Step_Quadratic_ImprovesAndEndsOnTheEdgeOfTheTrustRegion()
    {
        // One rounding beyond the edge would cost a halving: the fake divergence is a hair smaller than the quadratic model.
        QuadraticProblem problem = Problem(divergence => 0.999 * divergence);
        (Real[] theta, OuterReport report) = Step(problem);
        report.Status.ShouldBe(OuterStatus.Accepted);
        report.Divergence.ShouldBeInRange(0.99 * Limit, Limit);
        problem.Evaluate(theta).Value.ShouldBeGreaterThan(problem.Evaluate(Start).Value);

        // The natural gradient F⁻¹g, scaled to ½sᵀFs = δ.
        double[] natural = [.. Centre.Select((c, i) => (c - Start[i]) / Fisher[i])];
        double scale = Math.Sqrt(2 * Limit / natural.Select((x, i) => x * x * Fisher[i]).Sum());
        for (int i = 0; i < 3; i++)
        {
            (theta[i] - (double)Start[i]).ShouldBe(scale * natural[i], StepTolerance);
        }
    }

    [Fact]
    public void Step_RegionOfTheMetaPolicy_TakesItsFisherMatrixAndDivergence()
    {
        // Twice the Fisher matrix and twice the divergence: half the squared length.
        Real[] theta = [.. Start];
        OuterReport report = new TrustRegionOuterStep(
            new TrustRegionOptions { MaximumDivergence = Limit, Region = TrustRegion.MetaPolicy })
            .Step(theta, Problem(divergence => 0.999 * divergence));
        (Real[] whole, _) = Step(Problem(divergence => 0.999 * divergence));
        report.Status.ShouldBe(OuterStatus.Accepted);
        report.Divergence.ShouldBeInRange(0.99 * Limit, Limit);
        for (int i = 0; i < 3; i++)
        {
            (theta[i] - (double)Start[i]).ShouldBe((whole[i] - (double)Start[i]) / Math.Sqrt(2), StepTolerance);
        }
    }

    [Fact]
    public void Step_Repeated_ReachesTheOptimumOfTheQuadratic()
    {
        Real[] theta = [.. Start];
        var step = new TrustRegionOuterStep(new TrustRegionOptions { MaximumDivergence = Limit });
        for (int k = 0; k < 200; k++)
        {
            step.Step(theta, new QuadraticProblem(theta, Centre, Fisher));
        }

        for (int i = 0; i < 3; i++)
        {
            ((double)theta[i]).ShouldBe(Centre[i], 0.2);
        }
    }

    [Fact]
    public void Step_DivergenceAboveTheModel_BacktracksIntoTheTrustRegion()
    {
        (Real[] theta, OuterReport report) = Step(Problem(divergence => 4 * divergence));
        report.Status.ShouldBe(OuterStatus.Accepted);
        report.Divergence.ShouldBeLessThanOrEqualTo(Limit);

        // 0.8ᵏ ≤ ½ first at k = 4: the divergence is 4·0.8⁸ of the model's.
        report.Divergence.ShouldBe(4 * Math.Pow(0.8, 8) * Limit, 0.001 * Limit);
        theta.ShouldNotBe(Start);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Step_GradientNotFinite_LeavesTheParameters(double bad)
    {
        var problem = new QuadraticProblem(Start, Centre, Fisher) { GradientOverride = [1, bad, 1] };
        ShouldFail(problem, OuterStatus.NonFiniteGradient);
        problem.Evaluations.ShouldBe(0);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1.0)]
    [InlineData(double.PositiveInfinity)]
    public void Step_FisherMatrixUnusable_LeavesTheParameters(double factor)
        => ShouldFail(new QuadraticProblem(Start, Centre, Fisher) { FisherFactor = factor }, OuterStatus.NonFiniteStep);

    [Fact]
    public void Step_GradientZero_SaysSoAndLeavesTheParameters()
    {
        var problem = new QuadraticProblem(Start, Centre, Fisher) { GradientOverride = [0, 0, 0] };
        ShouldFail(problem, OuterStatus.ZeroGradient);
        Step(problem).Report.Detail.ShouldContain("hyper-gradient is zero");
        problem.Evaluations.ShouldBe(0);
    }

    [Fact]
    public void Step_NoImprovement_LeavesTheParametersAfterAllHalvings()
    {
        var problem = new QuadraticProblem(Start, Centre, Fisher) { ChangeValue = _ => 1 };
        ShouldFail(problem, OuterStatus.LineSearchFailed);
        problem.Evaluations.ShouldBe(1 + new TrustRegionOptions().LineSearchSteps);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(1.0)]
    public void Step_DivergenceTooLargeOrNotANumber_LeavesTheParameters(double divergence)
        => ShouldFail(Problem(_ => divergence), OuterStatus.LineSearchFailed);

    [Fact]
    public void Step_ValueNotANumber_LeavesTheParameters()
        => ShouldFail(new QuadraticProblem(Start, Centre, Fisher) { ChangeValue = _ => double.NaN }, OuterStatus.LineSearchFailed);

    [Fact]
    public void Restore_AnyState_Throws()
    {
        var step = new TrustRegionOuterStep(new TrustRegionOptions());
        step.State.ShouldBeEmpty();
        step.Restore([]);
        Should.Throw<ArgumentException>(() => step.Restore([("mean", [1])])).Message.ShouldContain("mean");
    }

    private static QuadraticProblem Problem(Func<double, double> divergence)
        => new(Start, Centre, Fisher) { ChangeDivergence = divergence };

    private static (Real[] Theta, OuterReport Report) Step(QuadraticProblem problem)
    {
        Real[] theta = [.. Start];
        return (theta, new TrustRegionOuterStep(new TrustRegionOptions { MaximumDivergence = Limit }).Step(theta, problem));
    }

    private static void ShouldFail(QuadraticProblem problem, OuterStatus status)
    {
        (Real[] theta, OuterReport report) = Step(problem);
        report.Status.ShouldBe(status, report.Detail);
        report.Detail.ShouldNotBeEmpty();
        theta.ShouldBe(Start);
    }
}
