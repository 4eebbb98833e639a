#if REAL_IS_DOUBLE
using Xmrl.Contracts;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Objectives;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Adaptation;

/// <summary>Hyper-gradient, Hessian product and Fisher product through K inner steps against central differences of the same function of θ
/// on fixed data, in double.</summary>
/// <remarks>
/// Base log-probabilities are held at the parameters θ_0 … θ_K of the data's own path; there the surrogates with stopped gradients
/// have the same derivatives, and must give the same products.
/// </remarks>
public sealed class AdaptedObjectiveTests
{
    /// <summary>Central differences of fourth order err by about 1e-11 of the largest component; three inner steps add a digit.</summary>
    private const double DifferenceTolerance = 1e-8;

    /// <summary>Two ways to sum the same terms, through up to seven products.</summary>
    private const double RoundingTolerance = 1e-11;

    private static readonly string[] Surrogates = [nameof(Score), nameof(LowVarianceCurvature), nameof(Dice), nameof(ImportanceRatio)];

    public static TheoryData<string, string, int> Cases { get; } = Combine();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradient_SecondOrder_EqualsDifferencesOfTheValue(string inner, string outer, int steps)
    {
        Setting s = new(inner, outer, steps);
        AdaptedObjective objective = s.Objective(GradientOrder.SecondOrder, true);
        var gradient = new double[objective.Dimension];
        objective.Gradient(s.Theta, gradient).ShouldBe(objective.Value(s.Theta), RoundingTolerance);
        Differences.Error(gradient, Differences.Gradient(theta => objective.Value(theta), s.Theta)).ShouldBeLessThan(DifferenceTolerance);

        // The inner steps matter here: the first-order gradient is another one.
        Differences.Error(s.Gradient(s.Objective(GradientOrder.FirstOrder, true))(s.Theta), gradient).ShouldBeGreaterThan(0.01);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void HessianProduct_SecondOrder_EqualsDifferencesOfTheGradient(string inner, string outer, int steps)
    {
        Setting s = new(inner, outer, steps);
        AdaptedObjective objective = s.Objective(GradientOrder.SecondOrder, true);
        double[] product = s.Hessian(objective);
        Differences.Error(product, Differences.Along(s.Gradient(objective), s.Theta, s.Vector)).ShouldBeLessThan(DifferenceTolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void FisherProduct_SecondOrder_IsTheFisherMatrixBetweenTheJacobiansOfAdaptation(string inner, string outer, int steps)
    {
        // uᵀ(∂θ_K/∂θ)ᵀ F (∂θ_K/∂θ)v with both tangents differenced.
        Setting s = new(inner, outer, steps);
        AdaptedObjective objective = s.Objective(GradientOrder.SecondOrder, true);
        double[] u = RandomBatch.Direction(objective.Dimension, 12);
        double[] left = Tangent(u);
        double[] right = Tangent(s.Vector);
        Differences.Error(objective.Tangent(s.Theta, s.Vector), right).ShouldBeLessThan(DifferenceTolerance);
        var middle = new double[right.Length];
        s.Outer(true).FisherProduct(s.Data.Path[^1], s.Data.Outer, right, middle);
        var product = new double[right.Length];
        objective.FisherProduct(s.Theta, s.Vector, product);
        double expected = left.Zip(middle, (x, y) => x * y).Sum();
        u.Zip(product, (x, y) => x * y).Sum().ShouldBe(expected, DifferenceTolerance * Math.Abs(expected));

        double[] Tangent(double[] direction) => Differences.Along(theta => [.. objective.Adapt(theta)[^1]], s.Theta, direction);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AllProducts_StoppedGradients_EqualThoseWithTheBaseHeldFixed(string inner, string outer, int steps)
    {
        Setting s = new(inner, outer, steps);
        foreach (GradientOrder order in Enum.GetValues<GradientOrder>())
        {
            AdaptedObjective held = s.Objective(order, true);
            AdaptedObjective stopped = s.Objective(order, false);
            Differences.Error(s.Gradient(stopped)(s.Theta), s.Gradient(held)(s.Theta)).ShouldBeLessThan(RoundingTolerance);
            Differences.Error(s.Hessian(stopped), s.Hessian(held)).ShouldBeLessThan(RoundingTolerance);
            Differences.Error(s.Fisher(stopped), s.Fisher(held)).ShouldBeLessThan(RoundingTolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AllProducts_FirstOrder_AreThoseOfTheOuterSurrogateAtTheAdaptedParameters(string inner, string outer, int steps)
    {
        Setting s = new(inner, outer, steps);
        AdaptedObjective objective = s.Objective(GradientOrder.FirstOrder, true);
        SurrogateEvaluator evaluator = s.Outer(true);
        Real[] adapted = [.. objective.Adapt(s.Theta)[^1]];
        Gradient(adapted).ShouldBe(s.Gradient(objective)(s.Theta));
        Differences.Error(s.Hessian(objective), Differences.Along(Gradient, adapted, s.Vector)).ShouldBeLessThan(DifferenceTolerance);
        var fisher = new double[adapted.Length];
        evaluator.FisherProduct(adapted, s.Data.Outer, s.Vector, fisher);
        s.Fisher(objective).ShouldBe(fisher);

        double[] Gradient(Real[] theta)
        {
            var gradient = new double[theta.Length];
            evaluator.ValueAndGradient(theta, s.Data.Outer, gradient);
            return gradient;
        }
    }

    private static TheoryData<string, string, int> Combine()
    {
        var data = new TheoryData<string, string, int>();
        foreach (string inner in Surrogates)
        {
            foreach (string outer in Surrogates)
            {
                for (int steps = 1; steps <= 3; steps++)
                {
                    data.Add(inner, outer, steps);
                }
            }
        }

        return data;
    }

    private sealed class Setting
    {
        private readonly GaussianMlpPolicy _policy;
        private readonly ISurrogate _inner;
        private readonly ISurrogate _outer;
        private readonly InnerStep _step;

        public Setting(string inner, string outer, int steps)
        {
            _policy = new GaussianMlpPolicy(
                new GaussianMlpShape { ObservationSize = 2, ActionSize = 2, HiddenSizes = [4, 3], ContextSize = 2, InitialLogStd = 0 });
            _inner = Surrogate(inner);
            _outer = Surrogate(outer);
            Theta = RandomBatch.Parameters(_policy, 2);
            Vector = RandomBatch.Direction(_policy.ParameterCount, 11);

            // A step size of its own for every parameter, some zero: D and H do not commute. Small, because random data hold no policy
            // back.
            _step = new InnerStep([.. Enumerable.Range(0, _policy.ParameterCount).Select(i => 0.01 * (i % 4))], steps);
            var path = new List<Real[]> { Theta };
            var batches = new List<SampleBatch>();
            SurrogateEvaluator own = Evaluator(_inner, false);
            var gradient = new double[_policy.ParameterCount];
            for (int k = 0; k < steps; k++)
            {
                SampleBatch batch = RandomBatch.Create(_policy, (ulong)(20 + k), 6, 3, 5);
                own.Remember(path[^1], batch);
                own.ValueAndGradient(path[^1], batch, gradient);
                batches.Add(batch);
                path.Add(_step.Apply(path[^1], gradient));
            }

            SampleBatch last = RandomBatch.Create(_policy, 30, 4, 7);
            own.Remember(path[^1], last);
            Data = new AdaptationData { Path = path, Inner = batches, Outer = last };
        }

        public Real[] Theta { get; }

        public double[] Vector { get; }

        public AdaptationData Data { get; }

        public SurrogateEvaluator Outer(bool hold) => Evaluator(_outer, hold);

        public AdaptedObjective Objective(GradientOrder order, bool hold) => new(Evaluator(_inner, hold), Outer(hold), _step, order, Data);

        public Func<Real[], double[]> Gradient(AdaptedObjective objective) => theta =>
        {
            var gradient = new double[theta.Length];
            objective.Gradient(theta, gradient);
            return gradient;
        };

        public double[] Hessian(AdaptedObjective objective)
        {
            var product = new double[Vector.Length];
            objective.HessianProduct(Theta, Vector, product);
            return product;
        }

        public double[] Fisher(AdaptedObjective objective)
        {
            var product = new double[Vector.Length];
            objective.FisherProduct(Theta, Vector, product);
            return product;
        }

        private static ISurrogate Surrogate(string name) => name switch
        {
            nameof(Score) => new Score(),
            nameof(LowVarianceCurvature) => new LowVarianceCurvature(),
            nameof(Dice) => new Dice(),
            _ => new ImportanceRatio(),
        };

        private SurrogateEvaluator Evaluator(ISurrogate surrogate, bool hold) => new(new SurrogateProgram(_policy, surrogate, hold));
    }
}
#endif
