using Xmrl.Contracts;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Rl.Tests.Surrogates;

public sealed class BatchBuilderTests
{
    /// <summary>Sums of a hundred float values of order one.</summary>
    private const double Tolerance = 1e-5;

    /// <summary>The ridge of 1e-5 on ninety samples, of values of 10.</summary>
    private const double RidgeTolerance = 1e-3;

    private static readonly GaussianMlpPolicy Policy = new(GaussianMlpShape.For(NoisyWalk.Family.Spec) with { HiddenSizes = [4] });

    [Theory]
    [InlineData(SampleReduction.PerSample)]
    [InlineData(SampleReduction.PerTrajectory)]
    public void Build_Standardized_MeanZeroDeviationOneOverTheCount(SampleReduction reduction)
    {
        (Rollout rollout, SampleBatch batch, _) = Build(new BatchOptions { Reduction = reduction });
        double count = reduction == SampleReduction.PerSample ? rollout.Samples : rollout.Trajectories;
        double[] advantages = [.. batch.Advantages.Select(x => x * count)];
        advantages.Average().ShouldBe(0, Tolerance);
        Math.Sqrt(advantages.Average(x => x * x)).ShouldBe(1, Tolerance);
    }

    [Fact]
    public void Build_Common_KeepsOneScaleForAllTasks()
    {
        var gae = new GaeOptions { Discount = 0.9, Lambda = 1 };
        (Rollout rollout, SampleBatch batch, AdvantageScale scale) = Build(
            new BatchOptions { Gae = gae, Scaling = AdvantageScaling.Common, CommonScale = 4 });
        scale.ShouldBe(new AdvantageScale(0, 1 / (4.0 * rollout.Samples)));

        // λ = 1: the advantage is the discounted return to come, less the value; the last value stands in where the episode was cut off.
        for (int j = 0; j < rollout.Trajectories; j++)
        {
            int last = rollout.Starts[j + 1] - 1;
            if (rollout.Terminated[j])
            {
                double value = batch.DiscountedBaselines[last] / Math.Pow(0.9, last - rollout.Starts[j]);
                ((double)batch.Advantages[last]).ShouldBe((scale.Factor * rollout.Rewards[last]) - value, Tolerance * scale.Factor * 100);
            }
        }

        rollout.Terminated.Contains(true).ShouldBeTrue();
    }

    [Fact]
    public void Build_Rollout_DiscountsRewardsFromTheStartOfEachTrajectory()
    {
        (Rollout rollout, SampleBatch batch, AdvantageScale scale) = Build(new BatchOptions { Gae = new GaeOptions { Discount = 0.9 } });
        for (int t = 0; t < rollout.Samples; t++)
        {
            double expected = scale.Factor * Math.Pow(0.9, rollout.Times[t]) * rollout.Rewards[t];
            ((double)batch.DiscountedRewards[t]).ShouldBe(expected, Tolerance * Math.Abs(expected));
        }
    }

    [Fact]
    public void Build_Rollout_NormalizesObservationsAndCopiesActions()
    {
        (Rollout rollout, SampleBatch batch, _) = Build(new BatchOptions());
        batch.Starts.ShouldBe(rollout.Starts.ToArray());
        for (int t = 0; t < rollout.Samples; t++)
        {
            batch.Observations[0, t].ShouldBe(rollout.Observations[0, t] * (Real)0.25);
            batch.Actions[0, t].ShouldBe(rollout.Actions[0, t]);
        }
    }

    [Fact]
    public void FitOfState_BaselineOfTime_IsFittedToTheDiscountedReturnsWithoutTime()
    {
        var options = new BatchOptions { Gae = new GaeOptions { Discount = 0.9 } };
        var builder = new BatchBuilder(Policy, new LinearBaseline(new LinearTimeFeatures(1)));
        foreach (ulong seed in new ulong[] { 3, 4 })
        {
            Rollout rollout = Sample(seed);
            builder.Build(rollout, options);
            LinearBaseline fitted = builder.FitOfState(rollout);

            var returns = new Real[rollout.Samples];
            DiscountedReturns.Compute(rollout.Packed, 0.9, returns);
            var expected = new LinearBaseline(new LinearStateFeatures(1));
            expected.Fit(rollout.Observations, [], returns);
            fitted.Coefficients.ToArray().ShouldBe(expected.Coefficients.ToArray());
        }
    }

    [Fact]
    public void FitOfState_BaselineOfTheState_IsTheBaseline()
    {
        var baseline = new LinearBaseline(new LinearStateFeatures(1));
        var builder = new BatchBuilder(Policy, baseline);
        Rollout rollout = Sample(3);
        builder.Build(rollout, new BatchOptions());
        builder.FitOfState(rollout).ShouldBeSameAs(baseline);
    }

    [Fact]
    public void Build_ConstantRewardCutAtTheLimit_AdvantagesOfTheStateAreEqual()
    {
        // Every action earns 1 in every step: V = 1/(1 − γ) = 10 everywhere, and no advantage differs from 0.
        (SampleBatch batch, double value) = BuildConstant(new LinearStateFeatures(1));
        batch.Advantages.ShouldAllBe(advantage => Math.Abs(advantage) < RidgeTolerance);
        value.ShouldBe(10, RidgeTolerance);
    }

    [Fact]
    public void Build_FeaturesThatTellTheTime_AreFittedToTheReturnsUntilTheLimit()
    {
        // Mean of (1 − γᵏ)/(1 − γ) over k = 1 … 30: what a single feature, here wrongly said to tell the time, can learn of them.
        double mean = 10 * (1 - (0.9 * (1 - Math.Pow(0.9, 30)) / (30 * 0.1)));
        (_, double value) = BuildConstant(new Clock());
        value.ShouldBe(mean, RidgeTolerance);
    }

    [Fact]
    public void Union_TwoBatches_OwnSamplesFirst()
    {
        SampleBatch first = RandomBatch.Create(Policy, 1, 3, 20);
        SampleBatch second = RandomBatch.Create(Policy, 2, 1, 4);
        SampleBatch union = first.Union(second);
        union.Starts.ShouldBe([0, 3, 23, 24, 28]);
        union.Advantages.ShouldBe([.. first.Advantages, .. second.Advantages]);
        union.DiscountedRewards.ShouldBe([.. first.DiscountedRewards, .. second.DiscountedRewards]);
        union.DiscountedBaselines.ShouldBe([.. first.DiscountedBaselines, .. second.DiscountedBaselines]);
        union.Observations.Row(0).ToArray().ShouldBe([.. first.Observations.Row(0), .. second.Observations.Row(0)]);
        union.Actions.Row(0).ToArray().ShouldBe([.. first.Actions.Row(0), .. second.Actions.Row(0)]);
        Should.Throw<ArgumentException>(() => first.Union(new SampleBatch(2, 1, [0, 1]))).ParamName.ShouldBe("other");
    }

    [Fact]
    public void Scale_Factor_MultipliesEveryWeight()
    {
        SampleBatch batch = RandomBatch.Create(Policy, 1, 3, 20);
        SampleBatch halved = RandomBatch.Create(Policy, 1, 3, 20);
        halved.Scale(0.5);
        halved.Advantages.ShouldBe([.. batch.Advantages.Select(x => x / 2)]);
        halved.DiscountedRewards.ShouldBe([.. batch.DiscountedRewards.Select(x => x / 2)]);
        halved.DiscountedBaselines.ShouldBe([.. batch.DiscountedBaselines.Select(x => x / 2)]);
    }

    [Theory]
    [InlineData(new int[] { 0 })]
    [InlineData(new int[] { 1, 2 })]
    [InlineData(new int[] { 0, 2, 2 })]
    public void SampleBatch_StartsThatDoNotAscend_Throws(int[] starts)
        => Should.Throw<ArgumentException>(() => new SampleBatch(1, 1, starts)).ParamName.ShouldBe("starts");

    private static (Rollout Rollout, SampleBatch Batch, AdvantageScale Scale) Build(BatchOptions options)
    {
        Rollout rollout = Sample(3);
        (SampleBatch batch, AdvantageScale scale) = new BatchBuilder(Policy, new LinearBaseline(new LinearTimeFeatures(1)))
            .Build(rollout, options);
        return (rollout, batch, scale);
    }

    private static Rollout Sample(ulong seed)
    {
        var theta = new Real[Policy.ParameterCount];
        Policy.Initialize(RandomKey.FromSeed(1), theta);
        using var sampler = new RolloutSampler(NoisyWalk.Family, Policy);
        MdpTask task = NoisyWalk.Family.SampleTask(RandomKey.FromSeed(2), 0);
        return sampler.Sample(task, theta, new RolloutRequest { Trajectories = 12, Key = RandomKey.FromSeed(seed) });
    }

    /// <summary>Three trajectories of thirty steps with a reward of 1, cut off; γ = 0.9 and λ = 1.</summary>
    private static (SampleBatch Batch, double Value) BuildConstant(IValueFeatures features)
    {
        var family = new SingleEnvironmentFamily(NoisyWalk.Family.Spec with { Horizon = 30 }, _ => new ConstantReward());
        using var sampler = new RolloutSampler(family, Policy);
        var parameters = new Real[Policy.ParameterCount];
        Policy.Initialize(RandomKey.FromSeed(1), parameters);
        Rollout rollout = sampler.Sample(
            family.SampleTask(RandomKey.FromSeed(2), 0), parameters, new RolloutRequest { Trajectories = 3, Key = RandomKey.FromSeed(3) });
        rollout.Terminated.Contains(true).ShouldBeFalse();
        var options = new BatchOptions
        {
            Gae = new GaeOptions { Discount = 0.9, Lambda = 1 },
            Scaling = AdvantageScaling.Common,
            Reduction = SampleReduction.PerTrajectory,
            CommonScale = 1.0 / 3,
        };
        var builder = new BatchBuilder(Policy, new LinearBaseline(features));
        (SampleBatch batch, _) = builder.Build(rollout, options);
        var value = new Real[1];
        Real[] observation = [1];
        builder.Baseline.Predict(new ConstMatrix(observation, 1, 1), [], value);
        return (batch, value[0]);
    }

    private sealed class Clock : IValueFeatures
    {
        public int Count => 1;

        public bool UsesTime => false;

        public bool TellsTime => true;

        public double DefaultRegularization => 1e-5;

        public bool AllowsSinglePrecisionSums => false;

        public void Fill(ConstMatrix observations, ReadOnlySpan<int> times, Matrix features) => features.Row(0).Fill(1);
    }

    private sealed class ConstantReward : ISingleEnvironment
    {
        public void Reset(RandomKey key, Span<Real> observation) => observation[0] = 1;

        public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
        {
            observation[0] = 1;
            return new SingleStep(1);
        }
    }
}
