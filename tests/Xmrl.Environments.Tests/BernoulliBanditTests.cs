using Xmrl.Contracts;
using Xmrl.Environments.BernoulliBandit;
using Xmrl.Environments.Registry;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Environments.Tests;

public sealed class BernoulliBanditTests
{
    private static readonly BernoulliBanditFamily Family = new(new BernoulliBanditOptions { Arms = 3, Pulls = 2000 });

    [Fact]
    public void Step_EachArm_PaysAtItsSuccessRate()
    {
        MdpTask task = new() { EnvironmentId = BernoulliBanditFamily.Id, Parameters = [0, 0.3, 1] };
        IEnvironment bandit = Family.Create(task, 1);
        StepBuffers buffers = new(Family.Spec, 1);
        double[] paid = [.. Enumerable.Range(0, 3).Select(arm =>
        {
            bandit.Reset([0], RandomKey.FromSeed(3), buffers.Observations);
            double sum = 0;
            for (int t = 0; t < Family.Spec.Horizon; t++)
            {
                buffers.Actions[0] = arm;
                bandit.Step([0], buffers.Actions, buffers.Result);
                sum += buffers.Rewards[0];
            }

            return sum / Family.Spec.Horizon;
        })];
        paid[0].ShouldBe(0);
        paid[2].ShouldBe(1);

        // Four standard deviations of a mean of 2,000.
        paid[1].ShouldBe(0.3, 4 * Math.Sqrt(0.21 / 2000));
    }

    [Fact]
    public void Registry_Sizes_HaveIdsOfTheirOwn()
    {
        EnvironmentRegistry registry = EnvironmentRegistry.CreateDefault();
        foreach ((int arms, int pulls) in BernoulliBanditFamily.Sizes)
        {
            EnvironmentSpec spec = registry.Get($"BernoulliBandit{arms}x{pulls}-v1").Spec;
            (spec.ActionChoices, spec.Horizon, spec.TaskParameterNames.Length).ShouldBe((arms, pulls, arms));
        }

        EnvironmentSpec standard = registry.Get(BernoulliBanditFamily.Id).Spec;
        (standard.ActionChoices, standard.Horizon).ShouldBe((10, 1000));
        new BernoulliBanditFamily(new BernoulliBanditOptions { Arms = 2, Pulls = 10 }).Spec.Id.ShouldBe(BernoulliBanditFamily.Id);
    }

    [Theory]
    [InlineData(-1.0)]
    [InlineData(3.0)]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    public void Step_NoArm_Throws(double action)
    {
        IEnvironment bandit = Family.Create(Family.SampleTask(RandomKey.FromSeed(1), 0), 1);
        StepBuffers buffers = new(Family.Spec, 1);
        bandit.Reset([0], RandomKey.FromSeed(3), buffers.Observations);
        buffers.Actions[0] = (Real)action;
        Should.Throw<ArgumentException>(() => bandit.Step([0], buffers.Actions, buffers.Result)).Message.ShouldContain("0 … 2");
    }

    [Fact]
    public void Sample_GaussianPolicy_ThrowsWithTheChoices()
        => Should.Throw<ArgumentException>(
            ()
                => new RolloutSampler(
                    Family, new GaussianMlpPolicy(GaussianMlpShape.For(Family.Spec)))).Message.ShouldContain("of 3 choices");

    [Fact]
    public void Sample_CategoricalPolicy_DrawsArmsAtTheirProbabilities()
    {
        CategoricalMlpPolicy policy = new(CategoricalMlpShape.For(Family.Spec) with { HiddenSizes = [] });
        Real[] theta = [0, 0, 0, (Real)Math.Log(2), (Real)Math.Log(3), (Real)Math.Log(5)];
        using RolloutSampler sampler = new(Family, policy);
        MdpTask task = Family.SampleTask(RandomKey.FromSeed(1), 0);
        Rollout rollout = sampler.Sample(task, theta, new RolloutRequest { Trajectories = 3, Key = RandomKey.FromSeed(2) });
        double[] shares =
            [.. Enumerable.Range(0, 3).Select(arm => (double)rollout.Actions.Row(0).ToArray().Count(a => a == arm) / rollout.Samples)];
        double[] expected = [0.2, 0.3, 0.5];
        for (int arm = 0; arm < 3; arm++)
        {
            // Four standard deviations of a mean of 6,000.
            shares[arm].ShouldBe(expected[arm], 4 * Math.Sqrt(expected[arm] * (1 - expected[arm]) / rollout.Samples));
        }

        sampler.Sample(task, theta, new RolloutRequest { Trajectories = 1, Key = RandomKey.FromSeed(2), MeanActions = true }).Actions.Row(0)
            .ToArray()
            .ShouldAllBe(a => a == 2);
    }
}
