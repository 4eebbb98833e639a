using Xmrl.Contracts;
using Xmrl.Meta.Adaptation;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Adaptation;

public sealed class ProximalStepTests
{
#if REAL_IS_DOUBLE
    /// <summary>Adam's last steps are of this order.</summary>
    private const double Tolerance = 1e-6;
#else
    /// <summary>Roundings of float near the solution.</summary>
    private const double Tolerance = 2e-3;
#endif

    [Theory]
    [InlineData(ProximalDivergence.Parameters)]
    [InlineData(ProximalDivergence.Forward)]
    [InlineData(ProximalDivergence.Reverse)]
    public void Step_ConcaveProblem_AdamAndNewtonEndAtTheSamePoint(ProximalDivergence divergence)
    {
        Quadratic inner = new(1, [0.5, 1, -1]);
        Real[] theta = [(Real)0.4, (Real)(-0.7), (Real)0.2];
        var evaluator = new SurrogateEvaluator(new SurrogateProgram(Quadratic.Policy, new Score(), divergence: divergence));
        var newton = new ProximalOptions { Strength = 2, Tolerance = 1e-10, SolverTolerance = 1e-12, Divergence = divergence };
        ProximalOptions adam = newton with { Solver = ProximalSolver.Adam, AdamStepSize = 0.01, MaximumSteps = 5000 };

        AdaptationStep exact = new ProximalStep(evaluator, newton).Step(theta, inner.Batch);
        AdaptationStep climbed = new ProximalStep(evaluator, adam).Step(theta, inner.Batch);

        exact.Adapted.ShouldNotBe(theta);
        Differences.Error(Doubles(climbed.Adapted), Doubles(exact.Adapted)).ShouldBeLessThan(Tolerance);
        climbed.Residual.ShouldBeLessThan(10 * Tolerance);
    }

    [Fact]
    public void Step_FewStepsOfAdam_ReportTheirResidual()
    {
        Quadratic inner = new(1, [0.5, 1, -1]);
        Real[] theta = [(Real)0.4, (Real)(-0.7), (Real)0.2];
        var evaluator = new SurrogateEvaluator(new SurrogateProgram(Quadratic.Policy, new Score(), divergence: ProximalDivergence.Forward));
        ProximalOptions options = new()
        {
            Strength = 0.1,
            Divergence = ProximalDivergence.Forward,
            Solver = ProximalSolver.Adam,
            AdamStepSize = 1e-4,
            MaximumSteps = 3,
        };

        AdaptationStep step = new ProximalStep(evaluator, options).Step(theta, inner.Batch);

        // Three steps of 1e-4 each along the signs of the gradient.
        Doubles(step.Adapted).Zip(Doubles(theta), (x, y) => Math.Abs(x - y)).ShouldAllBe(move => Math.Abs(move - 3e-4) < 1e-5);
        step.Residual.ShouldBeInRange(0.99, 1);
    }

    [Theory]
    [InlineData(ProximalSolver.Newton)]
    [InlineData(ProximalSolver.Adam)]
    public void Step_AdvantageNotANumber_LeavesTheParametersAndSaysSo(ProximalSolver solver)
    {
        Real[] theta = RandomBatch.Parameters(ProximalSetting.Policy, 2, 1);
        ProximalOptions options = ProximalSetting.Forward with { Solver = solver, MaximumSteps = 5 };
        (SurrogateEvaluator inner, SampleBatch batch) = ProximalSetting.Inner(options, new Saturated(), theta);
        batch.Advantages[3] = Real.NaN;

        AdaptationStep step = new ProximalStep(inner, options).Step(theta, batch);

        step.Adapted.ShouldBe(theta);
        step.Residual.ShouldBe(double.PositiveInfinity);
    }

    [Theory]
    [InlineData(ProximalSolver.Newton)]
    [InlineData(ProximalSolver.Adam)]
    public void Step_ProblemThatIsNotConcave_EndsFiniteAboveTheTolerance(ProximalSolver solver)
    {
        // A thousandth of the divergence against plain ratios, which grow without bound: there is no maximum.
        Real[] theta = RandomBatch.Parameters(ProximalSetting.Policy, 2, 1);
        ProximalOptions options = ProximalSetting.Forward with { Solver = solver, Strength = 1e-3, MaximumSteps = 8, AdamStepSize = 0.01 };
        (SurrogateEvaluator inner, SampleBatch batch) = ProximalSetting.Inner(options, new ImportanceRatio(), theta);

        AdaptationStep step = new ProximalStep(inner, options).Step(theta, batch);

        step.Adapted.ShouldAllBe(x => Real.IsFinite(x));
        double.IsFinite(step.Residual).ShouldBeTrue();
        step.Residual.ShouldBeGreaterThan(options.Tolerance);
    }

    private static double[] Doubles(Real[] values) => [.. values.Select(x => (double)x)];
}
