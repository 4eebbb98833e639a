#if REAL_IS_DOUBLE
using Xmrl.Contracts;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Rl.Tests.Surrogates;

/// <summary>Value and gradient of every surrogate against its plain formula, and what holds of some surrogates alone, in double. What holds
/// of all is <see cref="SurrogateContract"/>.</summary>
public sealed class SurrogateDerivativeTests
{
    /// <summary>Central differences of fourth order err by about 1e-12 of the largest component; a thousand summands add a digit.</summary>
    private const double DifferenceTolerance = 1e-9;

    /// <summary>Two ways to write one formula: some hundred roundings.</summary>
    private const double RoundingTolerance = 1e-12;

    /// <summary>1,500 samples in two blocks; trajectories are short because Dice multiplies the ratios of a trajectory.</summary>
    private static readonly int[] SeveralBlocks = [.. Enumerable.Range(0, 150).Select(j => 5 + (j % 11))];

    public static TheoryData<string, int, bool> Cases => SurrogateCases.All();

    public static TheoryData<int, bool> Policies => SurrogateCases.Policies();

    [Theory]
    [MemberData(nameof(Cases))]
    public void ValueAndGradient_BaseHeldFixed_EqualPlainFormulaAndItsDifferences(string surrogate, int context, bool learnLogStd)
    {
        Setting s = new(surrogate, context, learnLogStd, 1, 7, 12);
        double[] fixedBase = ReferenceSurrogate.LogProbabilities(s.Policy, s.Origin, s.Batch);
        var gradient = new double[s.Policy.ParameterCount];
        double value = s.Held.ValueAndGradient(s.Elsewhere, s.Batch, gradient);
        value.ShouldBe(Reference(s.Elsewhere), RoundingTolerance);
        s.Held.Value(s.Elsewhere, s.Batch).ShouldBe(value, RoundingTolerance);
        Differences.Error(gradient, Differences.Gradient(Reference, s.Elsewhere)).ShouldBeLessThan(DifferenceTolerance);

        double Reference(Real[] theta)
            => ReferenceSurrogate.Value(surrogate, s.Batch, ReferenceSurrogate.LogProbabilities(s.Policy, theta, s.Batch), fixedBase);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void AllDerivatives_LowVarianceCurvature_EqualThoseOfTheImportanceRatio(int context, bool learnLogStd)
    {
        Setting s = new(nameof(ImportanceRatio), context, learnLogStd, SeveralBlocks);
        var stopped = new SurrogateEvaluator(new SurrogateProgram(s.Policy, new LowVarianceCurvature()));
        double[] u = RandomBatch.Direction(s.Policy.ParameterCount, 4);
        double[] v = RandomBatch.Direction(s.Policy.ParameterCount, 5);
        Differences.Error(s.Gradient(stopped, s.Origin), s.Gradient(s.Held, s.Origin)).ShouldBeLessThan(RoundingTolerance);
        Differences.Error(s.Hessian(stopped, s.Origin, v), s.Hessian(s.Held, s.Origin, v)).ShouldBeLessThan(RoundingTolerance);
        Differences.Error(s.Third(stopped, s.Origin, u, v), s.Third(s.Held, s.Origin, u, v)).ShouldBeLessThan(RoundingTolerance);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void FisherProduct_SeveralBlocks_EqualsJacobianFormula(int context, bool learnLogStd)
    {
        // F = (1/n) Σₜ JₜᵀΣ⁻¹Jₜ, and 2I for ln σ.
        Setting s = new(nameof(Score), context, learnLogStd, SeveralBlocks);
        double[] v = RandomBatch.Direction(s.Policy.ParameterCount, 4);
        Real[] logStd = ReferenceSurrogate.LogStd(s.Policy, s.Origin);
        double[] tangent = Differences.Along(Means, s.Origin, v);
        double[] weighted = [.. tangent.Select((value, i) => value * Math.Exp(-2 * logStd[i / s.Batch.Samples]) / s.Batch.Samples)];
        double[] expected = Differences.Gradient(theta => Means(theta).Zip(weighted, (mean, w) => mean * w).Sum(), s.Origin);
        if (learnLogStd)
        {
            TensorSpec tensor = s.Policy.Tensor("log_std");
            for (int i = tensor.Offset; i < tensor.Offset + tensor.Length; i++)
            {
                expected[i] = 2 * v[i];
            }
        }

        var product = new double[v.Length];
        s.Held.FisherProduct(s.Origin, s.Batch, v, product);
        Differences.Error(product, expected).ShouldBeLessThan(DifferenceTolerance);

        double[] Means(Real[] theta) => ReferenceSurrogate.Means(s.Policy, theta, s.Batch);
    }

    private sealed class Setting
    {
        public Setting(string surrogate, int context, bool learnLogStd, params int[] lengths)
        {
            Policy = SurrogateCases.Policy(context, learnLogStd);
            Batch = RandomBatch.Create(Policy, 1, lengths);
            Origin = RandomBatch.Parameters(Policy, 2);

            // Near enough that the product of hundreds of ratios (Dice) stays of order one.
            Elsewhere = [.. Origin.Zip(RandomBatch.Direction(Policy.ParameterCount, 3), (value, d) => value + (0.01 * d))];
            Held = new SurrogateEvaluator(new SurrogateProgram(Policy, SurrogateCases.Surrogate(surrogate), holdBase: true));
            Held.Remember(Origin, Batch);
        }

        public GaussianMlpPolicy Policy { get; }

        public SampleBatch Batch { get; }

        public Real[] Origin { get; }

        public Real[] Elsewhere { get; }

        public SurrogateEvaluator Held { get; }

        public double[] Gradient(SurrogateEvaluator evaluator, Real[] theta)
        {
            var gradient = new double[theta.Length];
            evaluator.ValueAndGradient(theta, Batch, gradient);
            return gradient;
        }

        public double[] Hessian(SurrogateEvaluator evaluator, Real[] theta, double[] v)
        {
            var product = new double[theta.Length];
            evaluator.HessianProduct(theta, Batch, v, product);
            return product;
        }

        public double[] Third(SurrogateEvaluator evaluator, Real[] theta, double[] u, double[] v)
        {
            var product = new double[theta.Length];
            evaluator.ThirdProduct(theta, Batch, u, v, product);
            return product;
        }
    }
}
#endif
