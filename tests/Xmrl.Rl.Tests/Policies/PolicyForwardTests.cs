using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;

namespace Xmrl.Rl.Tests.Policies;

public sealed class PolicyForwardTests
{
    private const int Capacity = 40;

    [Theory]
    [InlineData(Activation.Tanh, 0)]
    [InlineData(Activation.Relu, 0)]
    [InlineData(Activation.Tanh, 3)]
    public void Output_LoadedParameters_HasTheBitsOfGivenOnesForEveryCount(Activation activation, int context)
    {
        var policy = new GaussianMlpPolicy(new GaussianMlpShape
        {
            ObservationSize = 3,
            ActionSize = 2,
            HiddenSizes = [20, 33],
            Activation = activation,
            ContextSize = context,
            ObservationCentre = [0.5, -1, 0],
            ObservationScale = [2, 0.25, 1],
        });
        var parameters = new Real[policy.ParameterCount];
        RandomKey.FromSeed(1).FillNormal(0, parameters);
        var values = new Real[3 * Capacity];
        RandomKey.FromSeed(2).FillNormal(0, values);
        PolicyForward forward = policy.CreateForward(Capacity);
        forward.Load(parameters);
        for (int count = 1; count <= Capacity; count++)
        {
            var expected = new Real[2 * count];
            var loaded = new Real[2 * count];
            var observations = new ConstMatrix(values, 3, count, Capacity);

            forward.Output(parameters, observations, new Matrix(expected, 2, count));
            forward.Output(observations, new Matrix(loaded, 2, count));

            loaded.ShouldBe(expected, $"{count} samples");
        }
    }

    [Fact]
    public void Output_ShapesThatDoNotFit_AreNamedWithFewSamplesToo()
    {
        var policy = new GaussianMlpPolicy(new GaussianMlpShape { ObservationSize = 3, ActionSize = 2, HiddenSizes = [4] });
        PolicyForward forward = policy.CreateForward(4);

        Should.Throw<ArgumentException>(
            () => forward.Output(new ConstMatrix(new Real[4], 2, 2), new Matrix(new Real[4], 2, 2))).Message.ShouldContain("[2, 2]");
        Should.Throw<ArgumentException>(() => forward.Load(new Real[5])).Message.ShouldContain("[5]");
    }
}
