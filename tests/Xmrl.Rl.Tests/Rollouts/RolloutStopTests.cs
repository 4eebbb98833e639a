using Xmrl.Contracts;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Rl.Tests.Rollouts;

public sealed class RolloutStopTests
{
    private const int Horizon = 50;
    private const int StepsBeforeTheStop = 3;

    [Fact]
    public void Sample_StoppedOnTheWay_EndsBeforeTheNextStepAndLeavesNoTrace()
    {
        using var source = new CancellationTokenSource();
        int steps = 0;
        var family = new SingleEnvironmentFamily(
            QuadraticBandit.Family.Spec with { Id = "Stopped-v1", Horizon = Horizon }, _ => new Counted(() =>
        {
            if (++steps == StepsBeforeTheStop)
            {
                source.Cancel();
            }
        }));
        var policy = new GaussianMlpPolicy(GaussianMlpShape.For(family.Spec));
        var theta = new Real[policy.ParameterCount];
        policy.Initialize(RandomKey.FromSeed(1), theta);
        MdpTask task = family.SampleTask(RandomKey.FromSeed(2), 0);
        var request = new RolloutRequest { Trajectories = 1, Key = RandomKey.FromSeed(3) };
        using var stopped = new RolloutSampler(family, policy);
        using var fresh = new RolloutSampler(family, policy);

        Should.Throw<OperationCanceledException>(() => stopped.Sample(task, theta, request with { Cancellation = source.Token }));
        steps.ShouldBe(StepsBeforeTheStop);

        Rollout after = stopped.Sample(task, theta, request);
        after.Rewards.ToArray().ShouldBe(fresh.Sample(task, theta, request).Rewards.ToArray());
        after.Samples.ShouldBe(Horizon);
    }

    private sealed class Counted(Action step) : ISingleEnvironment
    {
        public void Reset(RandomKey key, Span<Real> observation) => observation[0] = 1;

        public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
        {
            step();
            observation[0] = action[0];
            return new SingleStep(action[0]);
        }
    }
}
