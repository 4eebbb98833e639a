using Xmrl.Experiments.Definitions;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Tests.Definitions;

public sealed class ImprovementRunnerTests
{
    [Fact]
    public void CanMix_EnvironmentThatHoldsMemory_ReleasesIt()
    {
        var family = new CountingFamily(LearnerFactory.Family("Drone-v1"));

        ApplicableMethods.CanMix(family).ShouldBeFalse("The environment that counts does not mix.");

        (family.Created, family.Disposed).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData("Drone-v1")]
    [InlineData("Navigation2D-v1")]
    public void CanMix_ManagedEnvironment_DoesWhateverIsDisposed(string id)
        => ApplicableMethods.CanMix(LearnerFactory.Family(id)).ShouldBeTrue();

    private sealed class CountingFamily(IEnvironmentFamily inner) : IEnvironmentFamily
    {
        public int Created { get; private set; }

        public int Disposed { get; private set; }

        public EnvironmentSpec Spec => inner.Spec;

        public MdpTask SampleTask(RandomKey key, int index) => inner.SampleTask(key, index);

        public IEnvironment Create(MdpTask task, int copies)
        {
            Created++;
            return new Counting(inner.Create(task, copies), () => Disposed++);
        }

        public double? Distance(MdpTask first, MdpTask second) => inner.Distance(first, second);
    }

    private sealed class Counting(IEnvironment inner, Action dispose) : IEnvironment, IDisposable
    {
        public EnvironmentSpec Spec => inner.Spec;

        public MdpTask MdpTask => inner.MdpTask;

        public int Copies => inner.Copies;

        public void Reset(ReadOnlySpan<int> copies, RandomKey key, Span<Real> observations) => inner.Reset(copies, key, observations);

        public void Step(ReadOnlySpan<int> copies, ReadOnlySpan<Real> actions, StepResult result) => inner.Step(copies, actions, result);

        public void Dispose() => dispose();
    }
}
