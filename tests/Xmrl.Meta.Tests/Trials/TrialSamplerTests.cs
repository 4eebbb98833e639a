using Xmrl.Environments.BernoulliBandit;
using Xmrl.Environments.Doors;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;
using Xmrl.Trials.Objectives;
using Xmrl.Trials.Recurrent;
using Xmrl.Trials.Sampling;

namespace Xmrl.Meta.Tests.Trials;

public sealed class TrialSamplerTests
{
    private const int Trajectories = 3;

    private static readonly RandomKey s_key = RandomKey.FromSeed(5);
    private static readonly BernoulliBanditFamily s_bandit = new(new BernoulliBanditOptions { Arms = 3, Pulls = 4 });

    [Fact]
    public void Build_FirstStepOfATrial_TellsTheObservationAlone()
    {
        (GruPolicy policy, TrialBlock block, _) = Play(s_bandit, 2);
        for (int trial = 0; trial < block.Trials; trial++)
        {
            for (int row = policy.ObservationSize; row < policy.InputSize; row++)
            {
                block.Inputs[row, block.Column(trial, 0)].ShouldBe(0);
            }
        }
    }

    [Fact]
    public void Build_FirstStepOfALaterTrajectory_TellsLastActionLastRewardAndTheStart()
    {
        (GruPolicy policy, TrialBlock block, Rollout rollout) = Play(s_bandit, 2);
        for (int e = 1; e < Trajectories; e++)
        {
            int step = rollout.Starts[e];
            int column = block.Column(0, step);
            for (int arm = 0; arm < 3; arm++)
            {
                block.Inputs[policy.ObservationSize + arm, column].ShouldBe(rollout.Actions[0, step - 1] == arm ? 1 : 0);
            }

            block.Inputs[policy.InputSize - 2, column].ShouldBe(rollout.Rewards[step - 1]);
            block.Inputs[policy.InputSize - 1, column].ShouldBe(1);
            block.Inputs[policy.InputSize - 1, block.Column(0, step + 1)].ShouldBe(0);
        }
    }

    [Fact]
    public void Run_MemoryAtALaterTrajectory_IsNotZero()
    {
        GruNetwork network = Network(s_bandit);
        using var sampler = new TrialSampler(s_bandit, network.Policy);
        var state = new TrialState(network.Policy, 2);
        sampler.Run([new TrialSegment(s_bandit.SampleTask(s_key, 0), 2, s_key)], Initial(network), state, Request(1));
        Enumerable.Range(0, network.Policy.MemorySize).Sum(row => Math.Abs((double)((GruMemory)state.Memory).Values[row, 1]))
            .ShouldBeGreaterThan(0);
        state.Trajectory.ShouldBe([1, 1]);
    }

    [Fact]
    public void Run_AfterATrialOfAnotherTask_IsThatOfAFreshSampler()
    {
        GruNetwork network = Network(s_bandit);
        using var used = new TrialSampler(s_bandit, network.Policy);
        using var fresh = new TrialSampler(s_bandit, network.Policy);
        Real[] parameters = Initial(network);
        used.Run([new TrialSegment(s_bandit.SampleTask(s_key, 0), 5, s_key)], parameters, new TrialState(network.Policy, 5), Request(2));
        Text(Last(used)).ShouldBe(Text(Last(fresh)));

        Rollout Last(TrialSampler sampler) => sampler.Run(
            [new TrialSegment(s_bandit.SampleTask(s_key, 1), 2, s_key)], parameters, new TrialState(network.Policy, 2), Request(2))[0];
    }

    [Fact]
    public void Run_OneByOneOrAllTrajectories_IsTheSameTrial()
    {
        GruNetwork network = Network(s_bandit);
        using var sampler = new TrialSampler(s_bandit, network.Policy);
        Real[] parameters = Initial(network);
        TrialSegment[] segments = [new TrialSegment(s_bandit.SampleTask(s_key, 0), 1, s_key)];
        Rollout whole = sampler.Run(segments, parameters, new TrialState(network.Policy, 1), Request(Trajectories))[0];
        var state = new TrialState(network.Policy, 1);
        Real[] parts =
        [
            .. Enumerable.Range(0, Trajectories).SelectMany(_ => sampler.Run(segments, parameters, state, Request(1))[0].Rewards.ToArray()),
        ];
        parts.ShouldBe(whole.Rewards.ToArray());
    }

    [Fact]
    public void Run_TaskBesideOthers_IsTheSameTrial()
    {
        GruNetwork network = Network(s_bandit);
        using var sampler = new TrialSampler(s_bandit, network.Policy);
        Real[] parameters = Initial(network);
        TrialSegment own = new(s_bandit.SampleTask(s_key, 0), 3, s_key.Derive(1));
        TrialSegment other = new(s_bandit.SampleTask(s_key, 1), 40, s_key.Derive(2));
        Rollout alone = sampler.Run([own], parameters, new TrialState(network.Policy, 3), Request(2))[0];
        Rollout[] beside = sampler.Run([other, own], parameters, new TrialState(network.Policy, 43), Request(2));
        Text(beside[1]).ShouldBe(Text(alone));
    }

    [Fact]
    public void Fork_Continued_LeavesTheTrialAlone()
    {
        var doors = new DoorsFamily();
        GruNetwork network = Network(doors);
        using var sampler = new TrialSampler(doors, network.Policy);
        Real[] parameters = Initial(network);
        TrialSegment[] segments = [new TrialSegment(doors.SampleTask(s_key, 0), 2, s_key)];
        var state = new TrialState(network.Policy, 2);
        sampler.Run(segments, parameters, state, Request(1));
        Real[] before = [.. Enumerable.Range(0, network.Policy.MemorySize).Select(row => ((GruMemory)state.Memory).Values[row, 1])];
        sampler.Run(segments, parameters, state.Fork(2), Request(1) with { MeanActions = true });
        Enumerable.Range(0, before.Length).Select(row => ((GruMemory)state.Memory).Values[row, 1]).ShouldBe(before);
        state.Trajectory.ShouldBe([1, 1]);
    }

    [Fact]
    public void Run_RewardIsNotFinite_NamesTrialEpisodeAndStep()
    {
        int resets = 0;
        var family = new SingleEnvironmentFamily(
            s_bandit.Spec with { Id = "Broken-v1", Horizon = 4 }, _ => new Broken(() => ++resets == 3));
        GruNetwork network = Network(family);
        using var sampler = new TrialSampler(family, network.Policy);

        Should.Throw<InvalidOperationException>(() => sampler.Run(
            [new TrialSegment(family.SampleTask(s_key, 0), 1, s_key)], Initial(network), new TrialState(network.Policy, 1), Request(3)))
            .Message.ShouldContain("), trial 0, episode 2, step 1: the reward is NaN; expected finite numbers.");
    }

    private static (GruPolicy Policy, TrialBlock Block, Rollout Rollout) Play(BernoulliBanditFamily family, int trials)
    {
        GruNetwork network = Network(family);
        using var sampler = new TrialSampler(family, network.Policy);
        Rollout[] rollouts = sampler.Run(
            [new TrialSegment(family.SampleTask(s_key, 0), trials, s_key)], Initial(network), new TrialState(network.Policy, trials),
            Request(Trajectories));
        return (network.Policy, TrialInputs.Build(network.Policy, rollouts, Trajectories, hasFinal: false), rollouts[0]);
    }

    private static GruNetwork Network(IEnvironmentFamily family)
        => new(new GruPolicy(new CategoricalMlpPolicy(CategoricalMlpShape.For(family.Spec) with { HiddenSizes = [] }), 6));

    private static Real[] Initial(GruNetwork network)
    {
        var parameters = new Real[network.Policy.ParameterCount];
        network.Policy.Initialize(s_key, parameters);
        return parameters;
    }

    private static RolloutRequest Request(int trajectories) => new() { Trajectories = trajectories, Key = default };

    private static string Text(Rollout rollout)
    {
        ConstMatrix actions = rollout.Actions;
        return string.Join(' ', Enumerable.Range(0, rollout.Samples).Select(i => $"{rollout.Actions[0, i]}:{rollout.Rewards[i]}"))
            + $" {actions.Columns}";
    }

    /// <summary>Rewards of some episodes are not finite.</summary>
    private sealed class Broken(Func<bool> breaks) : ISingleEnvironment
    {
        private Real _reward;

        public void Reset(RandomKey key, Span<Real> observation) => (observation[0], _reward) = (1, breaks() ? Real.NaN : 1);

        public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
        {
            observation[0] = 1;
            return new SingleStep(_reward);
        }
    }
}
