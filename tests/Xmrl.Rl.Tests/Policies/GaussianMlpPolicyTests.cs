using System.Collections.Immutable;
using Xmrl.Environments.Drone;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;

namespace Xmrl.Rl.Tests.Policies;

public sealed class GaussianMlpPolicyTests
{
    /// <summary>Two layers of a few float roundings each, values of order 1.</summary>
    private const double RealTolerance = 1e-5;

    private static readonly GaussianMlpShape Shape = new()
    {
        ObservationSize = 3,
        ActionSize = 2,
        HiddenSizes = [5, 4],
        ContextSize = 2,
        ObservationCentre = [1, 2, 3],
        ObservationScale = [0.5, 2, 0.25],
    };

    [Fact]
    public void Tensors_AnyShape_TileTheVectorWithoutGaps()
    {
        GaussianMlpPolicy policy = new(Shape);
        int offset = 0;
        foreach (TensorSpec tensor in policy.Tensors)
        {
            tensor.Offset.ShouldBe(offset);
            offset += tensor.Length;
        }

        policy.ParameterCount.ShouldBe(offset);
        policy.Tensors.Select(tensor => tensor.Name).ShouldBe(
            [
                "layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias", "context", "context.weight", "mean.weight",
                "mean.bias", "log_std",
            ]);
        policy.ParameterCount.ShouldBe(15 + 5 + 20 + 4 + 2 + 10 + 8 + 2 + 2);
    }

    [Fact]
    public void ParameterCount_DronePolicyWithContext_Is1484()
    {
        GaussianMlpShape shape = GaussianMlpShape.For(
            new DroneFamily().Spec) with
        { HiddenSizes = [32, 32], ContextSize = 8, LearnLogStd = false };
        new GaussianMlpPolicy(shape).ParameterCount.ShouldBe(96 + 8 + 256 + 1056 + 66);
    }

    [Theory]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Relu)]
    public void Mean_RandomParameters_EqualsPlainLoops(Activation activation)
    {
        GaussianMlpPolicy policy = new(Shape with { Activation = activation });
        Real[] parameters = RandomParameters(policy);
        (Real[] observations, Real[] means) = Evaluate(policy, parameters, 7);
        for (int sample = 0; sample < 7; sample++)
        {
            double[] x =
                [
                    .. Enumerable.Range(0, 3)
                    .Select(o => (observations[(o * 7) + sample] - Shape.ObservationCentre[o]) * Shape.ObservationScale[o]),
                ];
            double[] context = Affine(policy, parameters, "context.weight", null, [.. Values(policy, parameters, "context")]);
            double[] first = Affine(policy, parameters, "layers.0.weight", "layers.0.bias", x);
            double[] hidden = [.. first.Zip(context, (z, c) => Apply(z + c, activation))];
            hidden = [.. Affine(policy, parameters, "layers.1.weight", "layers.1.bias", hidden).Select(z => Apply(z, activation))];
            double[] mean = Affine(policy, parameters, "mean.weight", "mean.bias", hidden);
            ((double)means[sample]).ShouldBe(mean[0], RealTolerance);
            ((double)means[7 + sample]).ShouldBe(mean[1], RealTolerance);
        }
    }

    [Fact]
    public void Mean_NoHiddenLayer_IsLinear()
    {
        GaussianMlpPolicy policy = new(
            new GaussianMlpShape { ObservationSize = 1, ActionSize = 1, HiddenSizes = [], ContextSize = 1, LearnLogStd = false });
        Real[] means = new Real[1];
        policy.CreateForward(1).Output([5, 7, 2, 3], new ConstMatrix([10], 1, 1), new Matrix(means, 1, 1));
        means[0].ShouldBe((2 * 10) + 3 + (5 * 7));
    }

    [Fact]
    public void Mean_OneSampleAlone_SameBitsAsAmongMany()
    {
        GaussianMlpPolicy policy = new(Shape with { HiddenSizes = [33, 17] });
        Real[] parameters = RandomParameters(policy);
        (Real[] observations, Real[] means) = Evaluate(policy, parameters, 37);
        PolicyForward forward = policy.CreateForward(64);
        Real[] single = new Real[2];
        for (int sample = 0; sample < 37; sample++)
        {
            Real[] one = [observations[sample], observations[37 + sample], observations[74 + sample]];
            forward.Output(parameters, new ConstMatrix(one, 3, 1), new Matrix(single, 2, 1));
            single.ShouldBe([means[sample], means[37 + sample]]);
        }
    }

    [Fact]
    public void Mean_AfterWarmUp_AllocatesNothing()
    {
        GaussianMlpPolicy policy = new(Shape);
        Real[] parameters = RandomParameters(policy);
        PolicyForward forward = policy.CreateForward(4);
        Real[] observations = new Real[12];
        Real[] means = new Real[8];
        forward.Output(parameters, new ConstMatrix(observations, 3, 4), new Matrix(means, 2, 4));
        long before = GC.GetAllocatedBytesForCurrentThread();
        forward.Output(parameters, new ConstMatrix(observations, 3, 4), new Matrix(means, 2, 4));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Mean_WrongShapes_ThrowsWithBoth()
    {
        GaussianMlpPolicy policy = new(Shape);
        PolicyForward forward = policy.CreateForward(4);
        Real[] memory = new Real[100];
        Should.Throw<ArgumentException>(
            ()
                => forward.Output(
                    memory.AsSpan(0, 5), new ConstMatrix(memory, 3, 4), new Matrix(memory, 2, 4))).Message.ShouldContain("[5]");
        Should.Throw<ArgumentException>(
            ()
                => forward.Output(
                    new Real[policy.ParameterCount], new ConstMatrix(memory, 2, 4),
                    new Matrix(memory, 2, 4))).Message.ShouldContain("[2, 4]");
        Should.Throw<ArgumentException>(
            () => forward.Output(new Real[policy.ParameterCount], new ConstMatrix(memory, 3, 5), new Matrix(memory, 2, 5)));
    }

    [Fact]
    public void Initialize_Key_GlorotSmallLastLayerZeroBiases()
    {
        GaussianMlpPolicy policy = new(Shape with { HiddenSizes = [64, 64] });
        Real[] parameters = new Real[policy.ParameterCount];
        policy.Initialize(RandomKey.FromSeed(1), parameters);
        double bound = Math.Sqrt(6.0 / 128);
        double[] middle = [.. Values(policy, parameters, "layers.1.weight")];
        middle.Max(Math.Abs).ShouldBeInRange(0.98 * bound, bound);
        Values(policy, parameters, "mean.weight").Max(Math.Abs).ShouldBeLessThanOrEqualTo(0.1 * Math.Sqrt(6.0 / 66));
        Values(policy, parameters, "mean.weight").ShouldAllBe(value => value != 0);
        Values(policy, parameters, "layers.0.bias").ShouldAllBe(value => value == 0);
        Values(policy, parameters, "context").ShouldAllBe(value => value == 0);
        Values(policy, parameters, "log_std").ShouldAllBe(value => Math.Abs(value + 0.7) < RealTolerance);

        Real[] again = new Real[policy.ParameterCount];
        policy.Initialize(RandomKey.FromSeed(1), again);
        again.ShouldBe(parameters);
    }

    [Fact]
    public void StandardDeviations_LearnedOrFixed_AreTheExponential()
    {
        Real[] deviations = new Real[2];
        GaussianMlpPolicy learned = new(Shape);
        Real[] parameters = new Real[learned.ParameterCount];
        parameters[^2] = 1;
        parameters[^1] = -2;
        learned.StandardDeviations(parameters, deviations);
        ((double)deviations[0]).ShouldBe(Math.E, RealTolerance);
        ((double)deviations[1]).ShouldBe(Math.Exp(-2), RealTolerance);

        GaussianMlpPolicy constant = new(Shape with { LearnLogStd = false, InitialLogStd = -1 });
        constant.StandardDeviations(new Real[constant.ParameterCount], deviations);
        ((double)deviations[1]).ShouldBe(Math.Exp(-1), RealTolerance);
    }

    [Fact]
    public void Shape_InvalidValues_Throw()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Shape with { HiddenSizes = [8, 0] }).ParamName.ShouldBe("HiddenSizes");
        Should.Throw<ArgumentOutOfRangeException>(() => Shape with { InitialLogStd = double.NaN });
        Should.Throw<ArgumentException>(() => new GaussianMlpPolicy(Shape with { ObservationScale = [1, 2] })).Message.ShouldContain("[2]");
    }

    private static Real[] RandomParameters(GaussianMlpPolicy policy)
    {
        Real[] parameters = new Real[policy.ParameterCount];
        RandomKey.FromSeed(5).FillNormal(0, parameters);
        foreach (ref Real parameter in parameters.AsSpan())
        {
            parameter *= (Real)0.4;
        }

        return parameters;
    }

    private static (Real[] Observations, Real[] Means) Evaluate(GaussianMlpPolicy policy, Real[] parameters, int samples)
    {
        Real[] observations = new Real[3 * samples];
        Real[] means = new Real[2 * samples];
        RandomKey.FromSeed(6).FillNormal(0, observations);
        policy.CreateForward(64).Output(parameters, new ConstMatrix(observations, 3, samples), new Matrix(means, 2, samples));
        return (observations, means);
    }

    private static ImmutableArray<double> Values(GaussianMlpPolicy policy, Real[] parameters, string name) =>
        [.. policy.Tensor(name).Of(parameters.AsSpan()).ToArray().Select(value => (double)value)];

    private static double[] Affine(GaussianMlpPolicy policy, Real[] parameters, string weight, string? bias, double[] input)
    {
        ImmutableArray<double> w = Values(policy, parameters, weight);
        return [.. Enumerable.Range(0, policy.Tensor(weight).Rows).Select(row =>
            (bias is null ? 0 : Values(policy, parameters, bias)[row])
                + input.Select((value, column) => w[(row * input.Length) + column] * value).Sum())];
    }

    private static double Apply(double value, Activation activation)
        => activation == Activation.Tanh ? Math.Tanh(value) : Math.Max(value, 0);
}
