using System.Text;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Acting.Tests;

/// <summary>The library for games does what the product does, on the same file and the same trajectories.</summary>
public sealed class ActingPolicyTests
{
    /// <summary>The product sums in single precision, the library in double.</summary>
    private const double Tolerance = 1e-4;

    public static TheoryData<string> Cases => [.. AdaptationCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Adapt_TwoSteps_AreThoseOfTheProduct(string name)
    {
        using var product = new AdaptationCase(name);
        ActingPolicy acting = ActingPolicy.Load(product.File());
        Real[] parameters = product.Weights;
        for (int step = 0; step < 2; step++)
        {
            Rollout rollout = product.Sample(parameters, 12);
            Real[] before = parameters;
            parameters = product.Adapted(parameters, rollout);
            acting = acting.Adapt(AdaptationCase.Kept(rollout));

            double moved = Largest(parameters, before);
            moved.ShouldBeGreaterThan(1e-3);
            ShouldBeClose(acting.Parameters, parameters, Tolerance * moved * (step + 1));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Act_WithoutRandomNumbers_IsTheProductsMean(string name)
    {
        using var product = new AdaptationCase(name);
        ActingPolicy acting = ActingPolicy.Load(product.File());
        Rollout rollout = product.Sample(product.Weights, 3);
        IPolicyActor actor = product.Policy.CreateActor(1);
        actor.Load(product.Weights);
        var action = new float[acting.ActionSize];
        for (int i = 0; i < rollout.Samples; i++)
        {
            float[] observation = AdaptationCase.Column(rollout.Observations, i);
            acting.Act(observation, action);

            Real[] seen = [.. observation];
            var expected = new Real[acting.ActionSize];
            actor.Mode(new ConstMatrix(seen, seen.Length, 1), new Matrix(expected, expected.Length, 1));
            ShouldBeClose(action, expected, 1e-5);
        }
    }

    [Fact]
    public void Act_WithRandomNumbers_HasThePolicysDeviation()
    {
        using var product = new AdaptationCase("maml");
        ActingPolicy acting = ActingPolicy.Load(product.File());
        var random = new ActingRandom(1);
        float[] observation = [0.1f, -0.2f];
        var mean = new float[2];
        var action = new float[2];
        acting.Act(observation, mean);
        double squares = 0;
        for (int i = 0; i < 10_000; i++)
        {
            acting.Act(observation, action, random);
            squares += Math.Pow(action[0] - mean[0], 2) / 10_000;
        }

        double logStd = product.Policy.Tensor("log_std").Of(product.Weights)[0];
        Math.Sqrt(squares).ShouldBe(Math.Exp(logStd), 0.03 * Math.Exp(logStd));
    }

    [Fact]
    public void Act_Choices_AreDrawnWithTheirProbabilities()
    {
        using var product = new AdaptationCase("maml, context, choices");
        ActingPolicy acting = ActingPolicy.Load(product.File());
        var random = new ActingRandom(1);
        var observation = new float[acting.ObservationSize];
        var action = new float[1];
        var counts = new int[acting.ActionChoices];
        for (int i = 0; i < 10_000; i++)
        {
            acting.Act(observation, action, random);
            counts[(int)action[0]]++;
        }

        acting.Act(observation, action);
        Array.IndexOf(counts, counts.Max()).ShouldBe((int)action[0]);
        counts.Min().ShouldBeGreaterThan(0);
    }

    /// <summary>Rewards that tell no action from another leave the policy as it is.</summary>
    [Fact]
    public void Adapt_EqualRewards_ChangeNothing()
    {
        using var product = new AdaptationCase("maml");
        ActingPolicy acting = ActingPolicy.Load(product.File());
        List<Trajectory> kept = [Constant(0.5f), Constant(-0.5f)];

        acting.Adapt(kept).Parameters.ToArray().ShouldBe(acting.Parameters.ToArray());

        static Trajectory Constant(float action)
        {
            var trajectory = new Trajectory();
            for (int t = 0; t < 5; t++)
            {
                trajectory.Add([0.1f * t, action], [action, action], 1);
            }

            trajectory.End([0, 0], terminated: false);
            return trajectory;
        }
    }

    [Fact]
    public void Load_Settings_AreThoseOfTheLearner()
    {
        using var product = new AdaptationCase("maml");
        ActingPolicy acting = ActingPolicy.Load(product.File());

        (acting.ObservationSize, acting.ActionSize, acting.ActionChoices).ShouldBe((2, 2, 0));
        (acting.AdaptationSteps, acting.AdaptationTrajectories).ShouldBe((1, 12));
    }

    [Theory]
    [InlineData("", "is not a safetensors file")]
    [InlineData("\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff{}", "is not a safetensors file")]
    [InlineData("\u0002\0\0\0\0\0\0\0{}", "non-linearity")]
    [InlineData("\u0003\0\0\0\0\0\0\0[1]", "character 0 of its header is not '{'")]
    public void Load_AnythingElse_SaysWhatItIsNot(string file, string part)
        => Should.Throw<InvalidDataException>(() => ActingPolicy.Load(Encoding.Latin1.GetBytes(file))).Message.ShouldContain(part);

    /// <summary>A file that ends early, or one byte of which is another, is read or refused with one kind of exception.</summary>
    [Fact]
    public void Load_DamagedFiles_AreReadOrRefused()
    {
        using var product = new AdaptationCase("cavia");
        byte[] whole = product.File();
        for (int i = 0; i < 2000; i++)
        {
            byte[] damaged = [.. whole.Take(i % 3 == 0 ? i * whole.Length / 2000 : whole.Length)];
            if (damaged.Length > i)
            {
                damaged[i] ^= (byte)(1 << (i % 8));
            }

            try
            {
                ActingPolicy.Load(damaged).ObservationSize.ShouldBeGreaterThanOrEqualTo(0);
            }
            catch (InvalidDataException error)
            {
                error.Message.ShouldStartWith("The policy");
            }
        }
    }

    [Fact]
    public void Adapt_WrongTrajectories_AreRefused()
    {
        using var product = new AdaptationCase("maml");
        ActingPolicy acting = ActingPolicy.Load(product.File());
        var open = new Trajectory();
        open.Add([0, 0], [0, 0], 1);
        Should.Throw<InvalidOperationException>(() => acting.Adapt([open])).Message.ShouldContain("call Add for each step and then End");
        var other = new Trajectory();
        other.Add([0, 0, 0], [0, 0], 1);
        other.End([0, 0, 0], terminated: true);
        Should.Throw<ArgumentException>(() => acting.Adapt([other])).Message.ShouldContain("another size than the policy's 2 numbers");
        Should.Throw<ArgumentException>(() => acting.Adapt([])).Message.ShouldContain("at least one trajectory");
        Should.Throw<ArgumentException>(() => new Trajectory().Add([float.NaN], [0], 1)).Message.ShouldContain("finite");
    }

    private static double Largest(ReadOnlySpan<Real> first, ReadOnlySpan<Real> second)
    {
        double largest = 0;
        for (int i = 0; i < first.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs((double)first[i] - second[i]));
        }

        return largest;
    }

    private static void ShouldBeClose(ReadOnlySpan<float> found, ReadOnlySpan<Real> expected, double tolerance)
    {
        // A constant deviation is no parameter of the product's, and the last of the library's.
        found.Length.ShouldBeGreaterThanOrEqualTo(expected.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            ((double)found[i]).ShouldBe(expected[i], tolerance, $"element {i}");
        }
    }
}
