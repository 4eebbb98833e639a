using Xmrl.Contracts;
using Xmrl.Latents.Model;
using Xmrl.Latents.Networks;
using Xmrl.Latents.Trials;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Rollouts;
using Xmrl.Trials.Recurrent;
using Xmrl.Trials.Sampling;

namespace Xmrl.Latents.Tests.Learning;

/// <summary>How trials are played: where memory begins and ends, what the policy sees, and what virtual rewards touch.</summary>
public sealed class LatentSamplerTests
{
    /// <summary>A step of the memory, alone or in a window.</summary>
    private static double Rounding => typeof(Real) == typeof(float) ? 1e-5 : 1e-12;

    private readonly LatentNetworks _networks = LatentHarness.Networks(3);
    private readonly Real[] _parameters;

    public LatentSamplerTests()
    {
        _parameters = LatentHarness.Parameters(_networks);
        for (int i = 0; i < _networks.FeatureSize; i++)
        {
            _networks.Centre.Of(_parameters.AsSpan())[i] = (Real)(0.1 * i);
            _networks.Scale.Of(_parameters.AsSpan())[i] = (Real)(1 + (0.2 * i));
        }
    }

    [Fact]
    public void Run_AfterAnotherTask_IsThatOfAFreshSampler()
    {
        using LatentSampler sampler = Sampler();
        Play(sampler, 0, Key(0));
        LatentTrial after = Play(sampler, 1, Key(1))[0];
        using LatentSampler fresh = Sampler();
        LatentTrial alone = Play(fresh, 1, Key(1))[0];
        after.Features.ShouldBe(alone.Features);
        after.Actions.ShouldBe(alone.Actions);
    }

    [Fact]
    public void Run_SecondTrajectory_BeginsWithTheMemoryOfTheFirst()
    {
        using LatentSampler sampler = Sampler();
        TrialState state = State(1);
        TrialSegment[] segments = [new TrialSegment(Task(0), 1, Key(0))];
        sampler.Run(segments, _parameters, state, Request(1), []);
        ((GruMemory)state.Memory).Values.Data.ToArray().ShouldContain(value => value != 0);
        LatentTrial second = sampler.Run(segments, _parameters, state, Request(1), [])[0];
        LatentTrial whole = Play(sampler, 0, Key(0))[0];
        int first = whole.Starts[1];
        second.Features.Take(second.Steps * _networks.FeatureSize)
            .ShouldBe(whole.Features.Skip(first * _networks.FeatureSize).Take(second.Steps * _networks.FeatureSize));
    }

    [Fact]
    public void Features_Recomputed_AreWhatThePolicySaw()
    {
        using LatentSampler sampler = Sampler();
        LatentTrial trial = Play(sampler, 0, Key(0))[0];
        var store = new TrialStore(_networks, 2, 2);
        store.Append(trial);
        var block = new ModelBlock(_networks, [store[0]], (1, 1, 0), [Key(2)]);
        var window = new GruWindow(_networks.Recurrent);
        window.Load(_parameters.AsSpan(0, _networks.RecurrentLength));
        window.Begin(1, block.Steps);
        window.Start.Data.Clear();
        window.Forward(block.Inputs);
        var belief = new Belief(_networks);
        belief.Load(_parameters);
        int rows = _networks.FeatureSize - _networks.Spec.ObservationSize;
        var inferred = new Matrix(new Real[rows * block.Steps], rows, block.Steps);
        belief.Of(window.After, inferred);
        for (int t = 0; t < trial.Steps; t++)
        {
            for (int i = 0; i < rows; i++)
            {
                double seen = trial.Features[(t * _networks.FeatureSize) + _networks.Spec.ObservationSize + i];
                ((double)inferred[i, t]).ShouldBe(seen, Rounding * (1 + Math.Abs(seen)), $"step {t}, component {i}");
            }
        }
    }

    [Fact]
    public void Run_Neighbours_DoNotChangeATrial()
    {
        using LatentSampler sampler = Sampler();
        LatentTrial alone = Play(sampler, 0, Key(0))[0];
        TrialSegment[] segments = [new TrialSegment(Task(1), 3, Key(1)), new TrialSegment(Task(0), 2, Key(0))];
        LatentTrial beside = sampler.Run(segments, _parameters, State(5), Request(2), [])[3];
        beside.Features.ShouldBe(alone.Features);
        beside.Rewards.ShouldBe(alone.Rewards);
    }

    [Fact]
    public void Run_VirtualTask_LeavesReturnsRealAndBoundsWhatIsLearnedFrom()
    {
        using LatentSampler sampler = Sampler();
        TrialSegment[] segments = [new TrialSegment(Task(0), 2, Key(0))];
        LatentTrial[] trials = sampler.Run(segments, _parameters, State(2), Request(2), [0.2, 0.3, 0.5]);
        foreach (LatentTrial trial in trials)
        {
            trial.Returns.Sum().ShouldBe(trial.Rewards.Take(trial.Steps).Sum(reward => (double)reward), 1e-4);
            trial.LearnedRewards.ShouldAllBe(reward => reward >= 0 && reward <= (Real)VirtualRewards.Largest);
            trial.LearnedRewards.ShouldNotBe(trial.Rewards);
        }

        trials[0].LearnedRewards.ShouldNotBe(trials[1].LearnedRewards);
        LatentTrial real = Play(sampler, 0, Key(0))[0];
        real.LearnedRewards.ShouldBe(real.Rewards);
    }

    [Fact]
    public void Write_Row_ReadsBack()
    {
        using LatentSampler sampler = Sampler();
        LatentTrial trial = Play(sampler, 0, Key(0))[0];
        var row = new double[LatentTrial.Width(_networks.Spec, _networks.FeatureSize, 2)];
        trial.Write(row);
        var copy = new LatentTrial(_networks.Spec, _networks.FeatureSize, 2);
        copy.Read(row);
        var again = new double[row.Length];
        copy.Write(again);
        again.ShouldBe(row);
        copy.Starts.ShouldBe(trial.Starts);
        copy.Next.ShouldBe(trial.Next);
    }

    private static RandomKey Key(int number) => LatentHarness.Key.Derive(100 + number);

    private static MdpTask Task(int index) => NoisyWalk.Family.SampleTask(RandomKey.FromSeed(2), index);

    private static RolloutRequest Request(int trajectories) => new() { Trajectories = trajectories, Key = default };

    private LatentSampler Sampler()
        => new(NoisyWalk.Family, _networks, new DecoderProgram(_networks, LatentHarness.Weights(3)));

    private TrialState State(int trials) => new(_networks.Recurrent.Policy, trials);

    private LatentTrial[] Play(LatentSampler sampler, int task, RandomKey key)
    {
        return sampler.Run([new TrialSegment(Task(task), 1, key)], _parameters, State(1), Request(2), []);
    }
}
