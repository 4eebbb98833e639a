#if REAL_IS_DOUBLE
using Xmrl.Contracts;
using Xmrl.Autodiff;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Rl.Tests.Surrogates;

/// <summary>G(θ, φ) = surrogate(θ) − λ·mean divergence between π_θ and π_φ: value and every product against differences, in
/// double.</summary>
public sealed class ProximalProductTests
{
    /// <summary>Central differences of fourth order err by about 1e-12 of the largest component; a thousand summands add a digit.</summary>
    private const double DifferenceTolerance = 1e-9;

    /// <summary>Two ways to write one formula: some hundred roundings.</summary>
    private const double RoundingTolerance = 1e-11;

    private const double Strength = 0.7;

    private static readonly PreparationMemory Unlimited = new(1L << 30);

    public static TheoryData<string, ProximalDivergence> Cases => new()
    {
        { "gaussian", ProximalDivergence.Forward }, { "gaussian", ProximalDivergence.Reverse },
        { "categorical", ProximalDivergence.Forward }, { "categorical", ProximalDivergence.Reverse },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Value_Anywhere_IsTheSurrogateLessTheMeanDivergence(string policy, ProximalDivergence divergence)
    {
        Setting s = new(policy, divergence);
        var plain = new SurrogateEvaluator(new SurrogateProgram(s.Policy, new Saturated(), holdBase: true));

        // KL(p ‖ π) of the evaluator is from the policy that the batch remembers.
        SampleBatch from = s.NewBatch();
        bool isForward = divergence == ProximalDivergence.Forward;
        plain.Remember(isForward ? s.Phi : s.Theta, from);
        double distance = plain.ValueAndDivergence(isForward ? s.Theta : s.Phi, from).Divergence;
        distance.ShouldBeGreaterThan(0.001);

        s.Evaluator.Value(s.Theta, s.Batch).ShouldBe(plain.Value(s.Theta, s.Batch) - (Strength * distance), RoundingTolerance);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Products_Anywhere_EqualDifferences(string policy, ProximalDivergence divergence)
    {
        Setting s = new(policy, divergence);
        double[] u = RandomBatch.Direction(s.Theta.Length, 4);
        double[] t = RandomBatch.Direction(s.Theta.Length, 5);
        double[] v = RandomBatch.Direction(s.Theta.Length, 6);

        ShouldEqual(s.Gradient(s.Theta, s.Phi), Differences.Gradient(x => s.Value(x, s.Phi), s.Theta));
        ShouldEqual(s.Hessian(s.Theta, s.Phi, u), Differences.Along(x => s.Gradient(x, s.Phi), s.Theta, u));
        ShouldEqual(s.Cross(v), Differences.Along(x => s.Gradient(s.Theta, x), s.Phi, v));
        ShouldEqual(s.Transposed(s.Theta, s.Phi, u), Differences.Gradient(x => Dot(u, s.Gradient(s.Theta, x)), s.Phi));

        double[] joint = s.Joint(u, [.. t, .. v]);
        double[] byTheta = Sum(
            Differences.Along(x => s.Hessian(x, s.Phi, u), s.Theta, t), Differences.Along(x => s.Hessian(s.Theta, x, u), s.Phi, v));
        double[] byPhi = Sum(
            Differences.Along(x => s.Transposed(x, s.Phi, u), s.Theta, t), Differences.Along(x => s.Transposed(s.Theta, x, u), s.Phi, v));
        ShouldEqual(joint, [.. byTheta, .. byPhi]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void SecondDerivatives_AtTheCentre_AreTheFisherMatrixAndItsNegative(string policy, ProximalDivergence divergence)
    {
        Setting s = new(policy, divergence);
        double[] v = RandomBatch.Direction(s.Phi.Length, 4);
        var plain = new SurrogateEvaluator(new SurrogateProgram(s.Policy, new Saturated(), holdBase: true));
        var fisher = new double[v.Length];
        var surrogate = new double[v.Length];
        plain.FisherProduct(s.Phi, s.Batch, v, fisher);
        plain.HessianProduct(s.Phi, s.Batch, v, surrogate);
        double[] expected = [.. fisher.Select(x => Strength * x)];

        ShouldEqual([.. surrogate.Zip(s.Hessian(s.Phi, s.Phi, v), (x, y) => x - y)], expected);
        ShouldEqual(s.Transposed(s.Phi, s.Phi, v), expected);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void SampleMoves_Anywhere_SumToTheGradientAlongTheVector(string policy, ProximalDivergence divergence)
    {
        Setting s = new(policy, divergence);
        double[] u = RandomBatch.Direction(s.Theta.Length, 4);
        var moves = new double[s.Batch.Samples];
        s.Evaluator.SampleMoves(s.Theta, s.Batch, u, moves);
        moves.Sum().ShouldBe(Dot(u, s.Gradient(s.Theta, s.Phi)), RoundingTolerance);

        // A sample's own part: its advantage alone, at strength 0.
        var alone = new Real[moves.Length];
        alone[7] = s.Batch.Advantages[7];
        s.Evaluator.Centre = new ProximalCentre(s.Phi, 0);
        var one = new double[moves.Length];
        s.Evaluator.SampleMoves(s.Theta, s.Batch.With(alone), u, one);
        one.Where((_, i) => i != 7).ShouldAllBe(x => x == 0);
        var gradient = new double[u.Length];
        s.Evaluator.ValueAndGradient(s.Theta, s.Batch.With(alone), gradient);
        one[7].ShouldBe(Dot(u, gradient), RoundingTolerance);
    }

    [Fact]
    public void Value_NoCentre_SaysWhatIsMissing()
    {
        Setting s = new("gaussian", ProximalDivergence.Forward);
        var evaluator = new SurrogateEvaluator(new SurrogateProgram(s.Policy, new Score(), false, ProximalDivergence.Forward));
        Should.Throw<InvalidOperationException>(() => evaluator.Value(s.Theta, s.Batch)).Message.ShouldContain("Centre");
        var plain = new SurrogateEvaluator(new SurrogateProgram(s.Policy, new Score()));
        Should.Throw<InvalidOperationException>(() => plain.PrepareCross(s.Theta, s.Batch, Unlimited)).Message.ShouldContain("Score");
    }

    [Fact]
    public void Divergence_PolicyWithoutTheReverse_SaysSo()
    {
        Setting s = new("gaussian", ProximalDivergence.Forward);
        var tape = new Tape();
        Node observations = tape.Input("observations", s.Policy.ObservationSize, Shape.Batch);
        Node actions = tape.Input("actions", s.Policy.EncodedActionSize, Shape.Batch);
        PolicyRecording whole = s.Policy.Record(tape, observations, actions);
        var recording = new PolicyRecording
        {
            Tape = tape,
            Policy = s.Policy,
            Parameters = whole.Parameters,
            LogProbability = whole.LogProbability,
            Statistics = whole.Statistics,
            DivergenceFrom = whole.DivergenceFrom,
            FisherMetric = whole.FisherMetric,
        };

        recording.Divergence(ProximalDivergence.Forward, whole).Shape.Rows.ShouldBe(1);
        Should.Throw<ArgumentException>(() => recording.Divergence(ProximalDivergence.Reverse, whole)).Message
            .ShouldContain("divergence is Reverse, which GaussianMlpPolicy cannot give");
    }

    private static void ShouldEqual(double[] found, double[] expected)
        => Differences.Error(found, expected).ShouldBeLessThan(DifferenceTolerance);

    private static double Dot(double[] x, double[] y) => x.Zip(y, (a, b) => a * b).Sum();

    private static double[] Sum(double[] x, double[] y) => [.. x.Zip(y, (a, b) => a + b)];

    private sealed class Setting
    {
        public Setting(string policy, ProximalDivergence divergence)
        {
            Policy = policy == "gaussian"
                ? SurrogateCases.Policy(0, true)
                : new CategoricalMlpPolicy(new CategoricalMlpShape { ObservationSize = 3, Choices = 3, HiddenSizes = [4] });
            Phi = RandomBatch.Parameters(Policy, 2);
            Theta = [.. Phi.Zip(RandomBatch.Direction(Policy.ParameterCount, 3), (x, d) => x + (0.5 * d))];
            Batch = NewBatch();
            Evaluator = new SurrogateEvaluator(new SurrogateProgram(Policy, new Saturated(), true, divergence))
            {
                Centre = new ProximalCentre(Phi, Strength),
            };
            Evaluator.Remember(Phi, Batch);
        }

        public IPolicy Policy { get; }

        public Real[] Phi { get; }

        public Real[] Theta { get; }

        public SampleBatch Batch { get; }

        public SurrogateEvaluator Evaluator { get; }

        /// <summary>1,200 samples in two blocks; actions of a choice are one-hot.</summary>
        public SampleBatch NewBatch()
        {
            SampleBatch batch = RandomBatch.Create(Policy, 1, [.. Enumerable.Repeat(40, 30)]);
            for (int t = 0; t < batch.Samples && Policy.ActionChoices > 0; t++)
            {
                for (int c = 0; c < Policy.ActionChoices; c++)
                {
                    batch.Actions[c, t] = c == t * 7 % Policy.ActionChoices ? 1 : 0;
                }
            }

            return batch;
        }

        public double Value(Real[] theta, Real[] phi)
        {
            Evaluator.Centre = new ProximalCentre(phi, Strength);
            return Evaluator.Value(theta, Batch);
        }

        public double[] Gradient(Real[] theta, Real[] phi)
        {
            Evaluator.Centre = new ProximalCentre(phi, Strength);
            var gradient = new double[theta.Length];
            Evaluator.ValueAndGradient(theta, Batch, gradient);
            return gradient;
        }

        public double[] Hessian(Real[] theta, Real[] phi, double[] u)
        {
            Evaluator.Centre = new ProximalCentre(phi, Strength);
            var product = new double[u.Length];
            Evaluator.HessianProduct(theta, Batch, u, product);
            return product;
        }

        public double[] Cross(double[] v)
        {
            Evaluator.Centre = new ProximalCentre(Phi, Strength);
            return Multiply(Evaluator.PrepareCross(Theta, Batch, Unlimited), v);
        }

        public double[] Transposed(Real[] theta, Real[] phi, double[] u)
        {
            Evaluator.Centre = new ProximalCentre(phi, Strength);
            return Multiply(Evaluator.PrepareTransposedCross(theta, Batch, new PreparationMemory(0)), u);
        }

        public double[] Joint(double[] u, double[] both)
        {
            Evaluator.Centre = new ProximalCentre(Phi, Strength);
            return Multiply(Evaluator.PrepareJoint(Theta, Batch, u, Unlimited), both);
        }

        private double[] Multiply(PreparedProduct prepared, double[] vector)
        {
            // What was prepared keeps its own centre.
            Evaluator.Centre = new ProximalCentre(new Real[Phi.Length], 5);
            var product = new double[vector.Length];
            Evaluator.Multiply(prepared, vector, product);
            prepared.Dispose();
            return product;
        }
    }
}
#endif
