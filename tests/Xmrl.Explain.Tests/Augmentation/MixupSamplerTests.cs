using Xmrl.Contracts;
using Xmrl.Environments.Drone;
using Xmrl.Explain.Augmentation;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Explain.Tests.Augmentation;

public sealed class MixupSamplerTests
{
    private const int Count = 150;

    /// <summary>One float rounding of positions up to 12.</summary>
    private const double RealTolerance = 2e-6;

    private static readonly RandomKey Key = RandomKey.FromSeed(31);
    private static readonly DroneFamily Family = new();

    [Fact]
    public void Sample_AnyLambda_MixesThePairsAndStepsOnce()
    {
        Rollout rollout = Visited(Family, 10);
        Real[] lambda = new Real[Count];
        Key.FillUniform(0, lambda);
        MixedSamples samples = Sample(rollout, lambda);
        (samples.Count + samples.Infeasible).ShouldBe(Count);
        IEnvironment environment = Family.Create(rollout.MdpTask!, 1);
        StepBuffers buffers = new(Family.Spec, 1);
        for (int i = 0; i < samples.Count; i++)
        {
            int draw = samples.Draws[i];
            samples.Lambda[i].ShouldBe(lambda[draw]);
            samples.First[i].ShouldBe(Key.Derive(RandomPurpose.Mixing).Integer(2 * (ulong)draw, rollout.Samples));
            samples.Second[i].ShouldBe(Key.Derive(RandomPurpose.Mixing).Integer((2 * (ulong)draw) + 1, rollout.Samples));
            double expected = (lambda[draw] * (double)rollout.States[0, samples.First[i]])
                + ((1 - (double)lambda[draw]) * rollout.States[0, samples.Second[i]]);
            ((double)samples.Observations[0, i]).ShouldBe(expected, RealTolerance);

            bool[] feasible = new bool[1];
            ((IMixable)environment).Restore([0], [samples.Observations[0, i], samples.Observations[1, i]], buffers.Observations, feasible);
            feasible[0].ShouldBeTrue();
            environment.Step([0], [samples.Actions[0, i], samples.Actions[1, i]], buffers.Result);
            samples.Rewards[i].ShouldBe(buffers.Rewards[0]);
            samples.NextObservations[1, i].ShouldBe(buffers.Observations[1]);
            samples.Terminated[i].ShouldBe(buffers.Terminated[0]);
        }
    }

    [Fact]
    public void Sample_RewardIsNotFinite_NamesTheMixedState()
    {
        Rollout rollout = Visited(Family, 10);
        using var sampler = new MixupSampler(new Broken(), new GaussianMlpPolicy(GaussianMlpShape.For(Family.Spec)));
        var theta = new Real[new GaussianMlpPolicy(GaussianMlpShape.For(Family.Spec)).ParameterCount];

        string message = Should.Throw<InvalidOperationException>(() => sampler.Sample(
            rollout, theta, [(Real)0.5], new MixupRequest { Count = 10, Key = Key })).Message;

        message.ShouldContain("the step from the state mixed of samples ");
        message.ShouldContain(": the reward is NaN; expected finite numbers.");
    }

    [Fact]
    public void Sample_OtherLambda_SharesPairsAndNoise()
    {
        Rollout rollout = Visited(Family, 10);
        MixedSamples half = Sample(rollout, [(Real)0.5]);
        MixedSamples quarter = Sample(rollout, [(Real)0.25]);
        Dictionary<int, int> columns = Enumerable.Range(0, quarter.Count).ToDictionary(i => quarter.Draws[i], i => i);
        int shared = 0;
        for (int i = 0; i < half.Count; i++)
        {
            if (columns.TryGetValue(half.Draws[i], out int other))
            {
                quarter.First[other].ShouldBe(half.First[i]);
                quarter.Second[other].ShouldBe(half.Second[i]);
                quarter.Noise[1, other].ShouldBe(half.Noise[1, i]);
                shared++;
            }
        }

        shared.ShouldBeGreaterThan(Count / 2);
    }

    [Fact]
    public void Sample_FewerDraws_ArePrefixOfMore()
    {
        Rollout rollout = Visited(Family, 10);
        MixedSamples all = Sample(rollout, [(Real)0.5]);
        MixedSamples fewer = Sample(rollout, [(Real)0.5], 70);
        for (int i = 0; i < fewer.Count; i++)
        {
            fewer.Actions[0, i].ShouldBe(all.Actions[0, i]);
            fewer.Rewards[i].ShouldBe(all.Rewards[i]);
        }
    }

    [Fact]
    public void Sample_ActionsNoiseAndMean_FitTogether()
    {
        Rollout rollout = Visited(Family, 10);
        MixedSamples samples = Sample(rollout, [(Real)0.5]);
        (GaussianMlpPolicy policy, Real[] parameters) = Policy(Family.Spec);
        Real[] means = new Real[2 * samples.Count];
        Real[] deviations = new Real[2];
        policy.StandardDeviations(parameters, deviations);
        policy.CreateForward(samples.Count).Output(parameters, samples.Observations, new Matrix(means, 2, samples.Count));
        for (int i = 0; i < samples.Count; i++)
        {
            samples.Actions[0, i].ShouldBe(means[i] + (deviations[0] * samples.Noise[0, i]));
        }
    }

    [Fact]
    public void Sample_StatesOnBothSidesOfTheObstacle_MasksInfeasible()
    {
        // The drone starts at (7.2, 0.5); with an obstacle right of the way and states all around it, some mixtures fall inside.
        DroneFamily family = new(new DroneOptions { StartX = 2, StartY = 4.7 });
        MdpTask task = new() { EnvironmentId = DroneFamily.Id, Parameters = [4, 9, 2.3, 4.5] };
        (GaussianMlpPolicy policy, Real[] parameters) = Policy(family.Spec);
        using RolloutSampler rollouts = new(family, policy);
        Rollout rollout = rollouts.Sample(task, parameters, new RolloutRequest { Trajectories = 200, Key = Key });
        using MixupSampler sampler = new(family, policy);
        MixedSamples samples = sampler.Sample(rollout, parameters, [(Real)0.5], new MixupRequest { Count = 3000, Key = Key });
        samples.Infeasible.ShouldBeGreaterThan(0);
        for (int i = 0; i < samples.Count; i++)
        {
            (samples.Observations[0, i] >= (Real)2.3
                && samples.Observations[1, i] >= (Real)4.5
                && samples.Observations[1, i] <= (Real)5.5
                && samples.Observations[0, i] <= (Real)5.3).ShouldBeFalse();
        }
    }

    /// <summary>Whichever task comes first.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Sample_TasksWithStatesOfOtherSizes_SameBitsAsEachAlone(int first)
    {
        var family = new Uneven();
        (GaussianMlpPolicy policy, Real[] parameters) = Policy(family.Spec);
        using RolloutSampler rollouts = new(family, policy);
        using MixupSampler sampler = new(family, policy);
        foreach (int index in new[] { first, 1 - first })
        {
            Rollout rollout = rollouts.Sample(
                family.SampleTask(Key, index), parameters, new RolloutRequest { Trajectories = 4, Key = Key });
            rollout.StateSize.ShouldBe(2 + index);
            using MixupSampler alone = new(family, policy);
            var request = new MixupRequest { Count = Count, Key = Key };

            MixedSamples found = sampler.Sample(rollout, parameters, [(Real)0.5], request);
            MixedSamples expected = alone.Sample(rollout, parameters, [(Real)0.5], request);

            found.Count.ShouldBe(expected.Count);
            found.Rewards.ToArray().ShouldBe(expected.Rewards.ToArray());
        }
    }

    [Fact]
    public void Sample_WrongInput_Throws()
    {
        Rollout rollout = Visited(Family, 2);
        Should.Throw<ArgumentException>(() => Sample(rollout, [0, 1])).Message.ShouldContain("[2]");
        Should.Throw<ArgumentException>(() => Sample(rollout, [2]));
        Should.Throw<ArgumentException>(() => Sample(new Rollout(), [1])).Message.ShouldContain("no states");
    }

    private static (GaussianMlpPolicy Policy, Real[] Parameters) Policy(EnvironmentSpec spec)
    {
        GaussianMlpPolicy policy = new(GaussianMlpShape.For(spec) with { HiddenSizes = [16, 16] });
        Real[] parameters = new Real[policy.ParameterCount];
        policy.Initialize(RandomKey.FromSeed(3), parameters);
        return (policy, parameters);
    }

    private static Rollout Visited(DroneFamily family, int trajectories)
    {
        (GaussianMlpPolicy policy, Real[] parameters) = Policy(family.Spec);
        using RolloutSampler sampler = new(family, policy);
        return sampler.Sample(
            family.SampleTask(RandomKey.FromSeed(21), 0), parameters,
            new RolloutRequest { Trajectories = trajectories, Key = RandomKey.FromSeed(21) });
    }

    private static MixedSamples Sample(Rollout rollout, ReadOnlySpan<Real> lambda, int count = Count)
    {
        (GaussianMlpPolicy policy, Real[] parameters) = Policy(Family.Spec);
        using MixupSampler sampler = new(Family, policy);
        return sampler.Sample(rollout, parameters, lambda, new MixupRequest { Count = count, Key = Key });
    }

    /// <summary>The drone, whose rewards are not finite.</summary>
    private sealed class Broken : IEnvironmentFamily
    {
        public EnvironmentSpec Spec => Family.Spec;

        public MdpTask SampleTask(RandomKey key, int index) => Family.SampleTask(key, index);

        public IEnvironment Create(MdpTask task, int copies) => new Copies(Family.Create(task, copies));

        public double? Distance(MdpTask first, MdpTask second) => null;
    }

    private sealed class Copies(IEnvironment inner) : IEnvironment, IMixable
    {
        public EnvironmentSpec Spec => inner.Spec;

        public MdpTask MdpTask => inner.MdpTask;

        int IEnvironment.Copies => inner.Copies;

        public int StateSize => ((IMixable)inner).StateSize;

        public void Reset(ReadOnlySpan<int> copies, RandomKey key, Span<Real> observations) => inner.Reset(copies, key, observations);

        public void Step(ReadOnlySpan<int> copies, ReadOnlySpan<Real> actions, StepResult result)
        {
            inner.Step(copies, actions, result);
            result.Rewards[..copies.Length].Fill(Real.NaN);
        }

        public void ReadStates(ReadOnlySpan<int> copies, Span<Real> states) => ((IMixable)inner).ReadStates(copies, states);

        public void Mix(ReadOnlySpan<Real> first, ReadOnlySpan<Real> second, Real weight, Span<Real> mixed)
            => ((IMixable)inner).Mix(first, second, weight, mixed);

        public void Restore(ReadOnlySpan<int> copies, ReadOnlySpan<Real> states, Span<Real> observations, Span<bool> feasible)
            => ((IMixable)inner).Restore(copies, states, observations, feasible);
    }

    /// <summary>The drone; the states of a task have as many zeros behind as its number says.</summary>
    private sealed class Uneven : IEnvironmentFamily
    {
        public EnvironmentSpec Spec => Family.Spec;

        public MdpTask SampleTask(RandomKey key, int index) => Family.SampleTask(key, index);

        public IEnvironment Create(MdpTask task, int copies) => new Wider(Family.Create(task, copies), task.Index);

        public double? Distance(MdpTask first, MdpTask second) => null;
    }

    private sealed class Wider(IEnvironment inner, int zeros) : IEnvironment, IMixable
    {
        private readonly IMixable _states = (IMixable)inner;

        public EnvironmentSpec Spec => inner.Spec;

        public MdpTask MdpTask => inner.MdpTask;

        int IEnvironment.Copies => inner.Copies;

        public int StateSize => _states.StateSize + zeros;

        public void Reset(ReadOnlySpan<int> copies, RandomKey key, Span<Real> observations) => inner.Reset(copies, key, observations);

        public void Step(ReadOnlySpan<int> copies, ReadOnlySpan<Real> actions, StepResult result) => inner.Step(copies, actions, result);

        public void ReadStates(ReadOnlySpan<int> copies, Span<Real> states)
        {
            for (int i = 0; i < copies.Length; i++)
            {
                Span<Real> own = states.Slice(i * StateSize, StateSize);
                own.Clear();
                _states.ReadStates(copies.Slice(i, 1), own[.._states.StateSize]);
            }
        }

        public void Mix(ReadOnlySpan<Real> first, ReadOnlySpan<Real> second, Real weight, Span<Real> mixed)
        {
            int size = _states.StateSize;
            mixed.Clear();
            _states.Mix(first[..size], second[..size], weight, mixed[..size]);
        }

        public void Restore(ReadOnlySpan<int> copies, ReadOnlySpan<Real> states, Span<Real> observations, Span<bool> feasible)
        {
            for (int i = 0; i < copies.Length; i++)
            {
                _states.Restore(
                    copies.Slice(i, 1), states.Slice(i * StateSize, _states.StateSize),
                    observations.Slice(i * Spec.ObservationSize, Spec.ObservationSize), feasible.Slice(i, 1));
            }
        }
    }
}
