using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Contracts;

/// <summary>What every surrogate must do: its gradient at the policy that sampled is the policy gradient, its derivatives are derivatives,
/// trajectories do not touch each other. Inherit it once per surrogate.</summary>
/// <remarks>
/// Stopped gradients cannot be differenced. So the surrogate is first proven with its base log-probabilities held at θ₀, away from θ₀
/// (value → gradient → Hessian product → third product, each differenced from the one before); then the surrogate with stopped gradients
/// must agree with it at θ₀ in all derivatives.
/// </remarks>
public abstract class SurrogateContract
{
#if REAL_IS_DOUBLE
    /// <summary>Central differences of fourth order err by about 1e-12 of the largest component; a thousand summands add a digit.</summary>
    private const double DifferenceTolerance = 1e-9;

    /// <summary>Two ways to write one formula: some hundred roundings.</summary>
    private const double RoundingTolerance = 1e-12;
#else
    /// <summary>Two ways to write one formula: some hundred roundings.</summary>
    private const double RoundingTolerance = 1e-4;
#endif

    /// <summary>1,500 samples in two blocks; trajectories are short because some surrogates multiply the ratios of a trajectory.</summary>
    private static readonly int[] SeveralBlocks = [.. Enumerable.Range(0, 150).Select(j => 5 + (j % 11))];

    /// <summary>Length of the context, and whether log σ is learned.</summary>
    public static TheoryData<int, bool> Policies => new() { { 0, true }, { 0, false }, { 3, true }, { 3, false } };

    [Fact]
    public void Name_Always_IsThere() => CreateSurrogate().Name.ShouldNotBeNullOrWhiteSpace();

    [Theory]
    [MemberData(nameof(Policies))]
    public void Gradient_AtThePolicyThatSampled_IsThePolicyGradient(int context, bool learnLogStd)
    {
        // Σ wₜ∇ln πₜ, where wₜ is what the action at t earned from then on.
        Setting s = new(CreateSurrogate(), context, learnLogStd);
        SampleBatch plain = s.NewBatch();
        WeightsOf(plain).CopyTo(plain.Advantages, 0);
        var score = new SurrogateEvaluator(new SurrogateProgram(s.Policy, new Score()));
        Differences.Error(Gradient(s.Stopped, s.Origin, s.Batch), Gradient(score, s.Origin, plain)).ShouldBeLessThan(RoundingTolerance);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void Value_TwoBatches_IsTheSumOfTheirValues(int context, bool learnLogStd)
    {
        Setting s = new(CreateSurrogate(), context, learnLogStd);
        SampleBatch other = RandomBatch.Create(s.Policy, 9, 4, 12, 3);
        SampleBatch union = s.Batch.Union(other);
        s.Held.Remember(s.Origin, other);
        s.Held.Remember(s.Origin, union);
        double[] sum =
        [
            .. Gradient(s.Held, s.Elsewhere, s.Batch).Zip(Gradient(s.Held, s.Elsewhere, other), (x, y) => x + y),
            s.Held.Value(s.Elsewhere, s.Batch) + s.Held.Value(s.Elsewhere, other),
        ];
        Differences.Error([.. Gradient(s.Held, s.Elsewhere, union), s.Held.Value(s.Elsewhere, union)], sum)
            .ShouldBeLessThan(RoundingTolerance);
    }

    [Fact]
    public void AllDerivatives_Twice_SameBits()
    {
        Setting s = new(CreateSurrogate(), 3, true);
        Gradient(s.Stopped, s.Origin, s.Batch).ShouldBe(Gradient(s.Stopped, s.Origin, s.Batch));
        s.Hessian(s.Stopped, s.Origin, s.U).ShouldBe(s.Hessian(s.Stopped, s.Origin, s.U));
        s.Third(s.Stopped, s.Origin, s.U, s.V).ShouldBe(s.Third(s.Stopped, s.Origin, s.U, s.V));
        s.Stopped.Value(s.Origin, s.Batch).ShouldBe(s.Stopped.ValueAndGradient(s.Origin, s.Batch, new double[s.Origin.Length]));
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void HessianAndThirdProduct_TwoDirections_AreSymmetric(int context, bool learnLogStd)
    {
        Setting s = new(CreateSurrogate(), context, learnLogStd);
        double[] left = s.Hessian(s.Stopped, s.Origin, s.V);
        double[] right = s.Hessian(s.Stopped, s.Origin, s.U);
        double scale = Math.Sqrt(left.Sum(x => x * x) * right.Sum(x => x * x));
        scale.ShouldBePositive();
        left.Zip(s.U, (x, y) => x * y).Sum().ShouldBe(right.Zip(s.V, (x, y) => x * y).Sum(), RoundingTolerance * scale);
        Differences.Error(s.Third(s.Stopped, s.Origin, s.U, s.V), s.Third(s.Stopped, s.Origin, s.V, s.U))
            .ShouldBeLessThan(RoundingTolerance);
    }

#if REAL_IS_DOUBLE
    [Theory]
    [MemberData(nameof(Policies))]
    public void AllDerivatives_BaseHeldFixed_EqualDifferences(int context, bool learnLogStd)
    {
        Setting s = new(CreateSurrogate(), context, learnLogStd);
        double along = Differences.Along(theta => [s.Held.Value(theta, s.Batch)], s.Elsewhere, s.V)[0];
        double[] gradient = Gradient(s.Held, s.Elsewhere, s.Batch);
        gradient.Zip(s.V, (x, y) => x * y).Sum().ShouldBe(along, DifferenceTolerance * Math.Sqrt(gradient.Sum(x => x * x)));
        Differences.Error(
            s.Hessian(s.Held, s.Elsewhere, s.V), Differences.Along(theta => Gradient(s.Held, theta, s.Batch), s.Elsewhere, s.V))
            .ShouldBeLessThan(DifferenceTolerance);
        Differences.Error(
            s.Third(s.Held, s.Elsewhere, s.U, s.V), Differences.Along(theta => s.Hessian(s.Held, theta, s.U), s.Elsewhere, s.V))
            .ShouldBeLessThan(DifferenceTolerance);
    }
#endif

    [Theory]
    [MemberData(nameof(Policies))]
    public void AllDerivatives_StoppedGradients_EqualThoseWithTheBaseHeldFixed(int context, bool learnLogStd)
    {
        Setting s = new(CreateSurrogate(), context, learnLogStd);
        double held = s.Held.Value(s.Origin, s.Batch);
        s.Stopped.Value(s.Origin, s.Batch).ShouldBe(held, RoundingTolerance * Math.Max(1, Math.Abs(held)));
        ShouldAgree(evaluator => Gradient(evaluator, s.Origin, s.Batch));
        ShouldAgree(evaluator => s.Hessian(evaluator, s.Origin, s.V));
        ShouldAgree(evaluator => s.Third(evaluator, s.Origin, s.U, s.V));

        void ShouldAgree(Func<SurrogateEvaluator, double[]> derivative)
            => Differences.Error(derivative(s.Stopped), derivative(s.Held)).ShouldBeLessThan(RoundingTolerance);
    }

    protected abstract ISurrogate CreateSurrogate();

    /// <summary>What the gradient at the policy that sampled weights ∇ln π(aₜ|sₜ) with.</summary>
    protected virtual Real[] WeightsOf(SampleBatch batch) => batch.Advantages;

    private static double[] Gradient(SurrogateEvaluator evaluator, Real[] theta, SampleBatch batch)
    {
        var gradient = new double[theta.Length];
        evaluator.ValueAndGradient(theta, batch, gradient);
        return gradient;
    }

    private sealed class Setting
    {
        public Setting(ISurrogate surrogate, int context, bool learnLogStd)
        {
            Policy = new GaussianMlpPolicy(new GaussianMlpShape
            {
                ObservationSize = 3,
                ActionSize = 2,
                HiddenSizes = [5, 4],
                ContextSize = context,
                LearnLogStd = learnLogStd,
                InitialLogStd = -0.3,
            });
            Batch = NewBatch();
            Origin = RandomBatch.Parameters(Policy, 2);

            // Near enough that a product of ratios stays of order one.
            Elsewhere = [.. Origin.Zip(RandomBatch.Direction(Policy.ParameterCount, 3), (value, d) => (Real)(value + (0.01 * d)))];
            U = RandomBatch.Direction(Policy.ParameterCount, 4);
            V = RandomBatch.Direction(Policy.ParameterCount, 5);
            Held = new SurrogateEvaluator(new SurrogateProgram(Policy, surrogate, holdBase: true));
            Stopped = new SurrogateEvaluator(new SurrogateProgram(Policy, surrogate));
            Held.Remember(Origin, Batch);
        }

        public GaussianMlpPolicy Policy { get; }

        public SampleBatch Batch { get; }

        public Real[] Origin { get; }

        public Real[] Elsewhere { get; }

        public double[] U { get; }

        public double[] V { get; }

        public SurrogateEvaluator Held { get; }

        public SurrogateEvaluator Stopped { get; }

        /// <summary>Random samples whose advantages are what the rewards from then on exceed the baseline by.</summary>
        public SampleBatch NewBatch()
        {
            SampleBatch batch = RandomBatch.Create(Policy, 1, SeveralBlocks);
            for (int j = 0; j < batch.Trajectories; j++)
            {
                double earned = 0;
                for (int t = batch.Starts[j + 1] - 1; t >= batch.Starts[j]; t--)
                {
                    earned += batch.DiscountedRewards[t];
                    batch.Advantages[t] = (Real)(earned - batch.DiscountedBaselines[t]);
                }
            }

            return batch;
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
