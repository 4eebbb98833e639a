#if REAL_IS_DOUBLE
using Xmrl.Verification;
using Xmrl.Rl.Surrogates;
using static Xmrl.Verification.TabularProblem;

namespace Xmrl.Meta.Tests.Enumeration;

/// <summary>Expectations of the surrogates' derivatives over every batch, against the exact derivatives of the expected return.</summary>
public sealed class SurrogateExpectationTests
{
    /// <summary>Sums of 256 terms of order one, each rounded.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>Far above the tolerance: a bias that is there.</summary>
    private const double Visible = 1e-2;

    private static readonly TabularProblem Task = new(0.3);

    public static TheoryData<string, int> Estimators => new()
    {
        { nameof(Score), 1 },
        { nameof(Score), 2 },
        { nameof(LowVarianceCurvature), 2 },
        { nameof(TrajectoryHessian), 2 },
        { nameof(Dice), 2 },
    };

    [Theory]
    [MemberData(nameof(Estimators))]
    public void Gradient_EveryBatch_ExpectsTheGradientOfTheReturn(string surrogate, int size)
    {
        Jet exact = Task.Return(Jet.Variables(Theta));
        Largest(Expect(size, samples => Gradient(surrogate, samples)).Zip(exact.Gradient, (x, y) => x - y)).ShouldBeLessThan(Tolerance);
    }

    [Theory]
    [InlineData(nameof(TrajectoryHessian), 1)]
    [InlineData(nameof(TrajectoryHessian), 2)]
    [InlineData(nameof(Dice), 1)]
    [InlineData(nameof(Dice), 2)]
    public void Hessian_TrajectoryHessianAndDice_ExpectsTheHessianOfTheReturn(string surrogate, int size)
    {
        Jet exact = Task.Return(Jet.Variables(Theta));
        Largest(Expect(size, samples => Hessian(surrogate, samples)).Zip(exact.Hessian.Cast<double>(), (x, y) => x - y))
            .ShouldBeLessThan(Tolerance);
    }

    [Theory]
    [InlineData(nameof(Score))]
    [InlineData(nameof(LowVarianceCurvature))]
    public void Hessian_ScoreAndLowVarianceCurvature_IsBiased(string surrogate)
    {
        Jet exact = Task.Return(Jet.Variables(Theta));
        Largest(Expect(1, samples => Hessian(surrogate, samples)).Zip(exact.Hessian.Cast<double>(), (x, y) => x - y))
            .ShouldBeGreaterThan(Visible);
    }

    [Fact]
    public void Hessian_Score_LacksExactlyTheSamplingTerm()
    {
        // ∇²J = E[∇²ν] + E[∇ν ∇ln qᵀ].
        Jet[] theta = Jet.Variables(Theta);
        double[] missing = new double[Parameters * Parameters];
        foreach (Trajectory t in Task.Trajectories)
        {
            (double[] score, double[] gradient) = Scores(theta, t);
            double probability = Task.Probability(theta, [t]).Value;
            for (int i = 0; i < missing.Length; i++)
            {
                missing[i] += probability * gradient[i / Parameters] * score[i % Parameters];
            }
        }

        Largest(
            Expect(1, samples => Hessian(nameof(Score), samples))
                .Zip(missing, (x, y) => x + y)
                .Zip(Task.Return(theta).Hessian.Cast<double>(), (x, y) => x - y)).ShouldBeLessThan(Tolerance);
    }

    internal static ISurrogate Surrogate(string name) => name switch
    {
        nameof(Score) => new Score(),
        nameof(LowVarianceCurvature) => new LowVarianceCurvature(),
        nameof(TrajectoryHessian) => new TrajectoryHessian(),
        _ => new Dice(),
    };

    /// <summary>∇ln q(τ; θ) and ∇ν(τ; θ).</summary>
    internal static (double[] Score, double[] Gradient) Scores(Jet[] theta, Trajectory t)
    {
        double[] toGo = ToGo(t);
        Jet[] first = ActionScore(theta, t.S0, t.A0);
        Jet[] second = ActionScore(theta, t.S1, t.A1);
        return (
            [.. first.Zip(second, (x, y) => x.Value + y.Value)],
            [.. first.Zip(second, (x, y) => (toGo[0] * x.Value) + (toGo[1] * y.Value))]);
    }

    internal static double Largest(IEnumerable<double> values) => values.Max(Math.Abs);

    private static double[] Gradient(string surrogate, SampleBatch samples)
    {
        var gradient = new double[Parameters];
        Evaluator(surrogate).ValueAndGradient(Theta, samples, gradient);
        return gradient;
    }

    private static double[] Hessian(string surrogate, SampleBatch samples)
    {
        SurrogateEvaluator evaluator = Evaluator(surrogate);
        var hessian = new double[Parameters * Parameters];
        for (int i = 0; i < Parameters; i++)
        {
            var unit = new double[Parameters];
            unit[i] = 1;
            evaluator.HessianProduct(Theta, samples, unit, hessian.AsSpan(i * Parameters, Parameters));
        }

        return hessian;
    }

    private static readonly Dictionary<string, SurrogateEvaluator> Evaluators = [];

    private static SurrogateEvaluator Evaluator(string surrogate)
    {
        if (!Evaluators.TryGetValue(surrogate, out SurrogateEvaluator? evaluator))
        {
            Evaluators[surrogate] = evaluator = new SurrogateEvaluator(new SurrogateProgram(Policy, Surrogate(surrogate)));
        }

        return evaluator;
    }

    private static double[] Expect(int size, Func<SampleBatch, double[]> estimate)
    {
        Jet[] theta = Jet.Variables(Theta);
        double[]? sum = null;
        foreach (Trajectory[] batch in Task.Batches(size))
        {
            double probability = Task.Probability(theta, batch).Value;
            double[] value = estimate(Samples(batch));
            sum ??= new double[value.Length];
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += probability * value[i];
            }
        }

        return sum!;
    }
}
#endif
