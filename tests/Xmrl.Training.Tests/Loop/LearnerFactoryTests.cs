using Xmrl.Rl.Environments;
using Xmrl.Training.Configuration;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Tests.Loop;

public sealed class LearnerFactoryTests
{
    [Fact]
    public void Family_UnknownId_NamesTheNearest()
        => Should.Throw<ConfigurationException>(() => LearnerFactory.Family("Dron-v1")).Message.ShouldContain("Drone-v1");

    [Fact]
    public void Policy_Settings_DecideItsSize()
    {
        EnvironmentSpec spec = LearnerFactory.Family("Drone-v1").Spec;
        int inputs = spec.ObservationSize + 2, outputs = spec.ActionSize;

        int count = LearnerFactory.Policy(new PolicySettings { HiddenSizes = [8], ContextSize = 2 }, spec).ParameterCount;

        count.ShouldBeOneOf(Sizes(2 + (8 * inputs) + 8 + (8 * outputs) + outputs, outputs));

        // The logarithm of the standard deviation may or may not be counted where it is not learned.
        static int[] Sizes(int weights, int actions) => [weights, weights + actions];
    }
}
