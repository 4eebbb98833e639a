using Xmrl.Contracts;
using Xmrl.Environments.Drone;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

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

    [Fact]
    public void Contract_CopiesThatShareState_AreFound()
    {
        SharedStateContract contract = new();
        Should.Throw<ShouldAssertException>(contract.Step_OneCopyAlone_SameBitsAsAmongMany);
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
