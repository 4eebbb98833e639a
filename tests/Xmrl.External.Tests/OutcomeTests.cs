using Xmrl.Contracts;
using Xmrl.External.Tests.Clients;
using Xmrl.Fixtures.Python;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;

namespace Xmrl.External.Tests;

/// <summary>What programs in Python say of episodes, and what becomes of it here.</summary>
public sealed class OutcomeTests
{
    private static readonly RandomKey Key = RandomKey.FromSeed(3);

    [PythonFact]
    public void Start_HonouredSeeds_NoDoubt()
    {
        using ExternalFamily family = ExternalFamily.Start(Programs.CartPole);
        family.Doubt.ShouldBeNull();
        family.Spec.HasSuccess.ShouldBeTrue();
        family.IsMixable.ShouldBeTrue();
    }

    [PythonFact]
    public void Start_IgnoredSeeds_SaysWhatDiffers()
    {
        using ExternalFamily family = ExternalFamily.Start(Programs.Faulty("unseeded"));
        family.Doubt!.ShouldStartWith(
            "Line-v1 does not honour its seeds: with the same seed and actions, a second episode differs in component 0 of the observation "
                + "at step 0 (");
        family.Doubt.ShouldEndWith("so that a run on it cannot be repeated.");
    }

    [PythonFact]
    public void Step_ProgramThatPrints_Works()
    {
        using ExternalFamily family = ExternalFamily.Start(Programs.Faulty("prints"));
        Episode(family, 0).Steps.ShouldBe(40);
    }

    [PythonFact]
    public void Step_SuccessAtTheHorizon_Counts()
    {
        using ExternalFamily family = ExternalFamily.Start(Programs.Faulty("success"));
        Transcript[] episodes = [.. Enumerable.Range(0, 20).Select(index => Episode(family, index))];
        episodes.ShouldAllBe(episode => episode.Truncated && !episode.Terminated && episode.Steps == 40);
        episodes.ShouldAllBe(episode => episode.Succeeded == (episode.Values[0] > 0.5));
        episodes.Select(episode => episode.Succeeded).Distinct().Count().ShouldBe(2);
    }

    [PythonFact]
    public void Step_TruncatedBeforeTheHorizon_EndsThere()
    {
        using ExternalFamily family = ExternalFamily.Start(Programs.Faulty("early"));
        Transcript episode = Episode(family, 0);
        episode.Steps.ShouldBe(7);
        episode.Truncated.ShouldBeTrue();
        episode.Terminated.ShouldBeFalse();
    }

    [PythonFact]
    public void SampleTask_SampleOfTheProgram_FavoursLongPoles()
    {
        using ExternalFamily family = ExternalFamily.Start(Programs.CartPole);
        double[] lengths = [.. Enumerable.Range(0, 400).Select(index => family.SampleTask(Key, index).Parameters[0])];
        double middle = (family.Spec.TaskParameterRanges[0].Low + family.Spec.TaskParameterRanges[0].High) / 2;
        lengths.Count(length => length > middle).ShouldBeInRange(260, 340, "three quarters, within four standard errors");
    }

    [PythonFact]
    public void Sample_OneOrThreeWorkers_SameBits()
    {
        using ExternalFamily family = ExternalFamily.Start(Programs.CartPole);
        Rollout[] alone = Rollouts(family, 1);
        Rollout[] together = Rollouts(family, 3);
        family.Pool.Connections.Count.ShouldBe(3);
        for (int i = 0; i < alone.Length; i++)
        {
            together[i].Rewards.ToArray().ShouldBe(alone[i].Rewards.ToArray());
            together[i].MeanReturn.ShouldBe(alone[i].MeanReturn);
        }
    }

    private static Rollout[] Rollouts(ExternalFamily family, int workers)
    {
        var policy = new GaussianMlpPolicy(GaussianMlpShape.For(family.Spec) with { HiddenSizes = [4] });
        Real[] parameters = new Real[policy.ParameterCount];
        Key.FillNormal(0, parameters);
        var rollouts = new Rollout[9];
        using var pool = new WorkPool(workers);
        RolloutSampler[] samplers = [.. Enumerable.Range(0, workers).Select(_ => new RolloutSampler(family, policy))];
        pool.Run(rollouts.Length, (worker, item) => rollouts[item] = samplers[worker].Sample(
            family.SampleTask(Key, item), parameters, new RolloutRequest { Trajectories = 5, Key = Key.Derive((ulong)item) }));
        foreach (RolloutSampler sampler in samplers)
        {
            sampler.Dispose();
        }

        return rollouts;
    }

    private static Transcript Episode(ExternalFamily family, int index)
    {
        using var scope = new Scope(family.Create(family.SampleTask(Key, index), 1));
        return Transcript.Record(scope.Environment, [0], Key.Derive((ulong)index))[0];
    }
}
