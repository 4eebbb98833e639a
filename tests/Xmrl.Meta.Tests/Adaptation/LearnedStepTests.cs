#if REAL_IS_DOUBLE
using Xmrl.Contracts;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Objectives;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Adaptation;

/// <summary>Derivatives with respect to θ and learned inner step sizes together, with and without sampling correction and inverted
/// regularization, against central differences in double.</summary>
public sealed class LearnedStepTests
{
    /// <summary>Central differences of fourth order err by about 1e-11 of the largest component; three inner steps add a digit.</summary>
    private const double DifferenceTolerance = 1e-8;

    public static TheoryData<StepSizeLearning, double, int, double> Cases { get; } = Combine();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_SecondOrder_EqualsDifferencesOfTheValue(StepSizeLearning learning, double correction, int steps, double inverted)
    {
        Setting s = new(learning, correction, steps, inverted);
        AdaptedObjective objective = s.Objective(GradientOrder.SecondOrder);
        Differences.Error(Gradient(objective, s.Meta), Differences.Gradient(meta => objective.Value(meta), s.Meta))
            .ShouldBeLessThan(DifferenceTolerance);
        if (objective.Dimension > s.Size)
        {
            Gradient(objective, s.Meta)[s.Size..].ShouldContain(value => Math.Abs(value) > 1e-3);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void HessianProduct_SecondOrder_EqualsDifferencesOfTheGradient(
        StepSizeLearning learning, double correction, int steps, double inverted)
    {
        Setting s = new(learning, correction, steps, inverted);
        AdaptedObjective objective = s.Objective(GradientOrder.SecondOrder);
        double[] v = RandomBatch.Direction(objective.Dimension, 11);
        var product = new double[v.Length];
        objective.HessianProduct(s.Meta, v, product);
        Differences.Error(product, Differences.Along(meta => Gradient(objective, meta), s.Meta, v)).ShouldBeLessThan(DifferenceTolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void FisherProduct_SecondOrder_IsTheFisherMatrixBetweenTheJacobiansOfAdaptation(
        StepSizeLearning learning, double correction, int steps, double inverted)
    {
        Setting s = new(learning, correction, steps, inverted);
        AdaptedObjective objective = s.Objective(GradientOrder.SecondOrder);
        double[] u = RandomBatch.Direction(objective.Dimension, 12);
        double[] v = RandomBatch.Direction(objective.Dimension, 13);
        double[] left = Tangent(u);
        double[] right = Tangent(v);
        Differences.Error(objective.Tangent(s.Meta, v), right).ShouldBeLessThan(DifferenceTolerance);
        var middle = new double[s.Size];
        s.Outer.FisherProduct(s.Data.Path[^1], s.Data.Outer, right, middle);
        var product = new double[objective.Dimension];
        objective.FisherProduct(s.Meta, v, product);
        double expected = left.Zip(middle, (x, y) => x * y).Sum();
        u.Zip(product, (x, y) => x * y).Sum().ShouldBe(expected, DifferenceTolerance * Math.Abs(expected));

        double[] Tangent(double[] direction) => Differences.Along(meta => [.. objective.Adapt(meta)[^1]], s.Meta, direction);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Gradient_PenaltyOnTheInnerSteps_EqualsDifferencesOfTheValue(int steps)
    {
        // Away from the parameters that sampled, where the divergence has a gradient.
        Setting s = new(StepSizeLearning.Scalar, 0, steps);
        AdaptedObjective free = s.Objective(GradientOrder.SecondOrder);
        AdaptedObjective objective = s.Objective(GradientOrder.SecondOrder, 0.7);
        Real[] elsewhere = [.. s.Meta.Zip(RandomBatch.Direction(s.Meta.Length, 14), (x, d) => x + (0.05 * d))];
        objective.Gradient(elsewhere, new double[elsewhere.Length])
            .ShouldBe(free.Value(elsewhere) - (0.7 * steps * free.InnerDivergence(elsewhere)), 1e-12);
        Differences.Error(
            Gradient(objective, elsewhere),
            Differences.Gradient(
                meta => objective.Gradient(meta, new double[meta.Length]), elsewhere)).ShouldBeLessThan(DifferenceTolerance);
        Differences.Error(Gradient(free, elsewhere), Gradient(objective, elsewhere)).ShouldBeGreaterThan(0.01);
    }

    [Fact]
    public void Gradient_FirstOrder_KeepsTheDerivativeOfTheStepSizes()
    {
        // ∂J(θ + α∘g)/∂α = ∇J(θ′)∘g needs no second derivative.
        Setting s = new(StepSizeLearning.PerParameter, 0, 1);
        double[] first = Gradient(s.Objective(GradientOrder.FirstOrder), s.Meta);
        double[] second = Gradient(s.Objective(GradientOrder.SecondOrder), s.Meta);
        first[s.Size..].ShouldBe(second[s.Size..]);
        first[..s.Size].ShouldNotBe(second[..s.Size]);
    }

    private static double[] Gradient(AdaptedObjective objective, Real[] meta)
    {
        var gradient = new double[meta.Length];
        objective.Gradient(meta, gradient);
        return gradient;
    }

    private static TheoryData<StepSizeLearning, double, int, double> Combine()
    {
        var data = new TheoryData<StepSizeLearning, double, int, double>();
        foreach (StepSizeLearning learning in Enum.GetValues<StepSizeLearning>())
        {
            for (int steps = 1; steps <= 3; steps++)
            {
                data.Add(learning, 0, steps, 0);
                data.Add(learning, 0.3, steps, 0);
                data.Add(learning, 0.3, steps, 0.8);
            }
        }

        return data;
    }

    private sealed class Setting
    {
        private readonly SurrogateEvaluator _inner;
        private readonly SurrogateEvaluator _likelihood;
        private readonly InnerStep _step;
        private readonly double _inverted;

        public Setting(StepSizeLearning learning, double correction, int steps, double inverted = 0)
        {
            _inverted = inverted;
            var policy = new GaussianMlpPolicy(
                new GaussianMlpShape { ObservationSize = 2, ActionSize = 2, HiddenSizes = [4, 3], ContextSize = 2, InitialLogStd = 0 });
            Size = policy.ParameterCount;
            _step = new InnerStep(
                [.. Enumerable.Range(0, Size).Select(i => learning == StepSizeLearning.Scalar ? 0.02 * (i % 2) : 0.01 * (i % 4))], steps,
                learning);
            Meta = new Real[Size + _step.LearnedCount];
            RandomBatch.Parameters(policy, 2).CopyTo(Meta, 0);
            _step.InitialSizes(Meta.AsSpan(Size));
            _inner = new SurrogateEvaluator(new SurrogateProgram(policy, new LowVarianceCurvature(), holdBase: true));
            Outer = new SurrogateEvaluator(new SurrogateProgram(policy, new ImportanceRatio()));
            _likelihood = new SurrogateEvaluator(new SurrogateProgram(policy, new LogLikelihood()));
            InnerStep rule = _step.At(Meta);
            var path = new List<Real[]> { Meta[..Size] };
            var batches = new List<SampleBatch>();
            var gradient = new double[Size];
            for (int k = 0; k < steps; k++)
            {
                SampleBatch batch = RandomBatch.Create(policy, (ulong)(20 + k), 6, 3, 5);
                _inner.Remember(path[^1], batch);
                _inner.ValueAndGradient(path[^1], batch, gradient);
                for (int i = 0; i < Size; i++)
                {
                    gradient[i] += inverted * path[^1][i];
                }

                batches.Add(batch);
                path.Add(rule.Apply(path[^1], gradient));
            }

            SampleBatch last = RandomBatch.Create(policy, 30, 4, 7);
            Outer.Remember(path[^1], last);
            Data = new AdaptationData { Path = path, Inner = batches, Outer = last, MetaParameters = Meta, CorrectionWeight = correction };
        }

        public int Size { get; }

        public Real[] Meta { get; }

        public AdaptationData Data { get; }

        public SurrogateEvaluator Outer { get; }

        public AdaptedObjective Objective(
            GradientOrder order,
            double penalty =
                0) => new(_inner, Outer, _step, order, Data) { Likelihood =
                    _likelihood, Penalty = penalty, InvertedRegularization = _inverted };
    }
}
#endif
