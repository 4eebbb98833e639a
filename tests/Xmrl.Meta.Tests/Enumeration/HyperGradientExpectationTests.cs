#if REAL_IS_DOUBLE
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Objectives;
using Xmrl.Rl.Surrogates;
using Xmrl.Verification;
using static Xmrl.Meta.Tests.Enumeration.SurrogateExpectationTests;
using static Xmrl.Verification.TabularProblem;

namespace Xmrl.Meta.Tests.Enumeration;

/// <summary>Expectations of hyper-gradients over every inner and outer batch, against the exact gradient of V_K(θ) =
/// E_D0…E_DK−1[J(θ_K)].</summary>
/// <remarks>V is written out as a sum over batches and differentiated by <see cref="Jet"/>; the estimator is the library's.</remarks>
public sealed class HyperGradientExpectationTests
{
    /// <summary>Sums of 4,096 terms of order one, each rounded.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>Far above the tolerance: a bias that is there.</summary>
    private const double Visible = 1e-2;

    private const double StepSize = 0.4;

    /// <summary>Inner steps, inner and outer batch size, chance of the second start state (1: half as many trajectories).</summary>
    public static TheoryData<int, int, int, double> Cases => new()
    {
        { 1, 1, 1, 0.3 },
        { 1, 1, 2, 0.3 },
        { 1, 2, 1, 0.3 },
        { 2, 1, 1, 0.3 },
        { 3, 1, 1, 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_SgMrl_ExpectsTheGradientOfV(int steps, int inner, int outer, double start)
    {
        var proof = new Proof(new TabularProblem(start), steps, inner, outer);
        double[] exact = proof.Exact();
        Largest(proof.Expect(nameof(Score), value => value).Zip(exact, (x, y) => x - y)).ShouldBeLessThan(Tolerance);

        // Any constant may be subtracted from the return.
        Largest(proof.Expect(nameof(Score), value => value - 5).Zip(exact, (x, y) => x - y)).ShouldBeLessThan(Tolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_Maml_LacksExactlyTheSamplingTerm(int steps, int inner, int outer, double start)
    {
        var proof = new Proof(new TabularProblem(start), steps, inner, outer);
        double[] bias = [.. proof.Exact().Zip(proof.Expect(nameof(Score), _ => 0), (x, y) => x - y)];
        Largest(bias).ShouldBeGreaterThan(Visible);
        Largest(bias.Zip(proof.Missing(), (x, y) => x - y)).ShouldBeLessThan(Tolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_EMaml_TakesTheMeanOfTheSamplingTerm(int steps, int inner, int outer, double start)
    {
        var proof = new Proof(new TabularProblem(start), steps, inner, outer);
        IEnumerable<double> expected = proof.Expect(nameof(Score), _ => 0).Zip(proof.Missing(), (x, y) => x + (y / inner));
        Largest(proof.Expect(nameof(Score), value => value / inner).Zip(expected, (x, y) => x - y)).ShouldBeLessThan(Tolerance);
    }

    [Fact]
    public void Gradient_MamlWithTheExactHessianEstimator_IsNotThatOfTheDeterministicStepEither()
    {
        // ∇J(θ + α∇J(θ)) = (I + α∇²J(θ)) ∇J(θ′): what MAML is meant to climb.
        var task = new TabularProblem(0.3);
        Jet at = task.Return(Jet.Variables(Theta));
        double[] adapted = [.. Theta.Zip(at.Gradient, (x, g) => x + (StepSize * g))];
        double[] outer = task.Return(Jet.Variables(adapted)).Gradient;
        double[] exact =
            [.. outer.Select((g, i) => g + (StepSize * Enumerable.Range(0, Parameters).Sum(j => at.Hessian[i, j] * outer[j])))];
        Largest(new Proof(task, 1, 1, 1).Expect(nameof(TrajectoryHessian), _ => 0).Zip(exact, (x, y) => x - y))
            .ShouldBeGreaterThan(Visible);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Gradient_SgMrlWithTheHessianOfEquation9_CountsTheSamplingTermTwice(int inner)
    {
        // Given D, θ′ depends on θ through ∇²ν alone: that D is drawn from π_θ is the correction's part. Equation (32) puts u = ∇²ν + ∇ν∇ln
        // qᵀ there.
        var task = new TabularProblem(0.3);
        var proof = new Proof(task, 1, inner, 1);
        double[] bias = [.. proof.Expect(nameof(TrajectoryHessian), value => value).Zip(proof.Exact(), (x, y) => x - y)];
        Largest(bias).ShouldBeGreaterThan(Visible);

        Jet[] theta = Jet.Variables(Theta);
        double[] expected = new double[Parameters];
        foreach (Trajectory[] batch in task.Batches(inner))
        {
            double probability = task.Probability(theta, batch).Value;
            double[] outer = task.Return(Jet.Variables([.. Step(theta, StepSize, batch).Select(x => x.Value)])).Gradient;
            foreach (Trajectory t in batch)
            {
                (double[] score, double[] gradient) = Scores(theta, t);
                double along = score.Zip(outer, (x, y) => x * y).Sum();
                double across = gradient.Zip(outer, (x, y) => x * y).Sum();
                for (int i = 0; i < Parameters; i++)
                {
                    expected[i] += probability * StepSize / inner * 0.5 * ((gradient[i] * along) + (score[i] * across));
                }
            }
        }

        Largest(bias.Zip(expected, (x, y) => x - y)).ShouldBeLessThan(Tolerance);
    }

    private sealed class Proof(TabularProblem task, int steps, int inner, int outer)
    {
        private static readonly SurrogateEvaluator Likelihood = new(new SurrogateProgram(Policy, new LogLikelihood()));

        private static readonly InnerStep[] Rules = [.. Enumerable.Range(1, 3).Select(k => new InnerStep(StepSize, k, Parameters))];

        public double[] Exact() => task.Adapted(Jet.Variables(Theta), StepSize, steps, inner).Gradient;

        /// <summary>E[J(θ_K) Σ_k ∇_θ ln q(D_k; θ_k(θ))].</summary>
        public double[] Missing()
        {
            double[] sum = new double[Parameters];
            Visit(Jet.Variables(Theta), 1, new double[Parameters], steps);
            return sum;

            void Visit(Jet[] theta, double probability, double[] score, int left)
            {
                if (left == 0)
                {
                    double value = task.Return(theta).Value;
                    for (int i = 0; i < Parameters; i++)
                    {
                        sum[i] += probability * value * score[i];
                    }

                    return;
                }

                foreach (Trajectory[] batch in task.Batches(inner))
                {
                    Jet q = task.Probability(theta, batch);
                    Visit(
                        Step(theta, StepSize, batch), probability * q.Value, [.. score.Zip(q.Gradient, (x, g) => x + (g / q.Value))],
                        left - 1);
                }
            }
        }

        /// <summary>The mean of the library's hyper-gradient over all batches; the weight of the correction is a function of J̃(θ_K,
        /// D_out).</summary>
        public double[] Expect(string surrogate, Func<double, double> weight)
        {
            var evaluator = new SurrogateEvaluator(new SurrogateProgram(Policy, Surrogate(surrogate)));
            InnerStep rule = Rules[steps - 1];
            double[] sum = new double[Parameters];
            double[] gradient = new double[Parameters];
            Visit([Theta], [], 1);
            return sum;

            void Visit(double[][] path, SampleBatch[] data, double probability)
            {
                Jet[] theta = Jet.Variables(path[^1]);
                foreach (Trajectory[] batch in task.Batches(data.Length < steps ? inner : outer))
                {
                    SampleBatch samples = Samples(batch);
                    double q = probability * task.Probability(theta, batch).Value;
                    if (data.Length < steps)
                    {
                        evaluator.ValueAndGradient(path[^1], samples, gradient);
                        Visit([.. path, rule.Apply(path[^1], gradient)], [.. data, samples], q);
                        continue;
                    }

                    var all = new AdaptationData
                    {
                        Path = path,
                        Inner = data,
                        Outer = samples,
                        CorrectionWeight = weight(samples.DiscountedRewards.Sum()),
                    };
                    new AdaptedObjective(
                        evaluator, evaluator, rule, GradientOrder.SecondOrder, all) { Likelihood = Likelihood }.Gradient(Theta, gradient);
                    for (int i = 0; i < Parameters; i++)
                    {
                        sum[i] += q * gradient[i];
                    }
                }
            }
        }
    }
}
#endif
