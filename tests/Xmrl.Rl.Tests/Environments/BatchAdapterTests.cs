using Xmrl.Contracts;
using Xmrl.Environments.Drone;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Rl.Tests.Environments;

public sealed class BatchAdapterTests
{
    [Fact]
    public void Step_AdaptedSingleCopies_EqualTheBatchedEnvironment()
    {
        DroneFamily family = new();
        RandomKey key = RandomKey.FromSeed(11);
        int[] copies = [.. Enumerable.Range(0, 8)];
        MdpTask task = family.SampleTask(key, 0);
        Dictionary<int, Transcript> batched = Transcript.Record(family.Create(task, copies.Length), copies, key);
        Dictionary<int, Transcript> adapted = Transcript.Record(
            new BatchAdapter(family.Spec, task, copies.Length, _ => new OneDrone(family, task)), copies, key);
        foreach (int copy in copies)
        {
            adapted[copy].Values.ShouldBe(batched[copy].Values);
            adapted[copy].Terminated.ShouldBe(batched[copy].Terminated);
            adapted[copy].Truncated.ShouldBe(batched[copy].Truncated);
        }
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Step_SuccessAtTheHorizon_CountsWithoutTermination(bool succeeds, double rate)
    {
        var family = new SingleEnvironmentFamily(
            NoisyWalk.Family.Spec with { Id = "Survival-v1", Horizon = 3 }, _ => new Survival(step => succeeds && step == 3));

        Rollout(family).SuccessRate.ShouldBe(rate);
    }

    [Fact]
    public void Step_SuccessOnTheWay_IsNoSuccessAtTheEnd()
    {
        var family = new SingleEnvironmentFamily(
            NoisyWalk.Family.Spec with { Id = "Survival-v1", Horizon = 3 }, _ => new Survival(step => step == 2));

        Rollout(family).SuccessRate.ShouldBe(0);
    }

    [Fact]
    public void Contract_CopiesThatShareState_AreFound()
    {
        SharedStateContract contract = new();
        Should.Throw<ShouldAssertException>(contract.Step_OneCopyAlone_SameBitsAsAmongMany);
    }

    private static Rollout Rollout(SingleEnvironmentFamily family)
    {
        var policy = new GaussianMlpPolicy(GaussianMlpShape.For(family.Spec));
        var theta = new Real[policy.ParameterCount];
        policy.Initialize(RandomKey.FromSeed(1), theta);
        using var sampler = new RolloutSampler(family, policy);
        Rollout rollout = sampler.Sample(
            family.SampleTask(RandomKey.FromSeed(2), 0), theta, new RolloutRequest { Trajectories = 4, Key = RandomKey.FromSeed(3) });
        rollout.Terminated.Count(true).ShouldBe(0);
        rollout.Samples.ShouldBe(4 * family.Spec.Horizon);
        return rollout;
    }

    /// <summary>Never terminates; says after each step whether it has succeeded.</summary>
    private sealed class Survival(Func<int, bool> succeeds) : ISingleEnvironment
    {
        private int _step;

        public void Reset(RandomKey key, Span<Real> observation)
        {
            observation[0] = 0;
            _step = 0;
        }

        public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
        {
            observation[0] = 0;
            return new SingleStep(0, Succeeded: succeeds(++_step));
        }
    }

    private sealed class OneDrone(DroneFamily family, MdpTask task) : ISingleEnvironment
    {
        private readonly IEnvironment _drone = family.Create(task, 1);
        private readonly StepBuffers _buffers = new(family.Spec, 1);

        public void Reset(RandomKey key, Span<Real> observation) => _drone.Reset([0], key, observation);

        public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
        {
            _drone.Step([0], action, _buffers.Result);
            _buffers.Observations.CopyTo(observation);
            return new SingleStep(_buffers.Rewards[0], _buffers.Terminated[0], _buffers.Succeeded[0]);
        }
    }

    private sealed class SharedStateContract : EnvironmentContract<SingleEnvironmentFamily>
    {
        protected override SingleEnvironmentFamily CreateFamily()
        {
            NoisyWalk? shared = null;
            return new SingleEnvironmentFamily(NoisyWalk.Family.Spec, task => shared ??= new NoisyWalk(task));
        }
    }
}
