using Xmrl.Environments.Drone;
using Xmrl.Environments.Navigation2D;
using Xmrl.Explain.Augmentation;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Explain.Tests.Augmentation;

public sealed class MixupAugmentationTests
{
    private const double Lambda = 0.3;

    /// <summary>Sums of some hundred floats.</summary>
    private const double FloatTolerance = 1e-4;

    private static readonly UnionMass Mass = new(1, 2);

    public static TheoryData<SampleReduction, bool> Reductions => new()
    {
        { SampleReduction.PerSample, true },
        { SampleReduction.PerSample, false },
        { SampleReduction.PerTrajectory, true },
        { SampleReduction.PerTrajectory, false },
    };

    public static TheoryData<SampleReduction, bool, bool> Baselines => new()
    {
        { SampleReduction.PerSample, true, false },
        { SampleReduction.PerSample, false, true },
        { SampleReduction.PerTrajectory, true, true },
        { SampleReduction.PerTrajectory, false, false },
    };

    [Theory]
    [MemberData(nameof(Reductions))]
    public void Draw_Interpolated_MixedHalfWeighsAsMuchAsTheOwnHalf(SampleReduction reduction, bool isInner)
    {
        // Advantages of one: what is left are the weights. The drone's mixed states are not all feasible.
        WithDrone(new BatchOptions { Reduction = reduction }, isInner, (context, _, policy) =>
        {
            double unit = 1.0 / (reduction == SampleReduction.PerSample ? context.Own.Samples : context.Rollout.Trajectories);
            Array.Fill(context.Own.Advantages, (Real)unit);
            AugmentedSamples added = Drawn(new MixupAugmentation(policy, Lambda, MixedAdvantage.Interpolated, Mass), context);
            added.Infeasible.ShouldBeGreaterThan(0);
            double own = context.Own.Advantages.Sum(x => (double)x);
            added.Batch!.Advantages.Sum(x => (double)x).ShouldBe(own, FloatTolerance * own);
            SampleBatch union = context.Own.Union(added.Batch);
            union.Scale(added.UnionScale);
            union.Advantages.Sum(x => (double)x).ShouldBe(own * (isInner ? Mass.Inner : Mass.Outer), FloatTolerance * own);
            added.Pairs!.AdvantageSlopes.ShouldAllBe(slope => slope == 0);
        });
    }

    [Theory]
    [MemberData(nameof(Reductions))]
    public void Draw_Interpolated_MixesTheAdvantagesOfThePair(SampleReduction reduction, bool isInner)
    {
        WithDrone(new BatchOptions { Reduction = reduction }, isInner, (context, mixed, policy) =>
        {
            AugmentedSamples added = Drawn(new MixupAugmentation(policy, Lambda, MixedAdvantage.Interpolated, Mass), context);
            double weight = (double)context.Own.Samples / mixed.Count;
            for (int i = 0; i < mixed.Count; i++)
            {
                double first = context.Own.Advantages[mixed.First[i]];
                double second = context.Own.Advantages[mixed.Second[i]];
                ((double)added.Batch!.Advantages[i]).ShouldBe(weight * ((Lambda * first) + ((1 - Lambda) * second)), FloatTolerance);

                // The slope is that of the weighted advantage in the union.
                ((double)added.Pairs!.AdvantageSlopes[i]).ShouldBe(added.UnionScale * weight * (first - second), FloatTolerance);
            }
        });
    }

    [Theory]
    [InlineData(MixedAdvantage.Bootstrapped)]
    [InlineData(MixedAdvantage.Interpolated)]
    public void Draw_InfeasibleStates_AreLeftOutAndNotStepped(MixedAdvantage advantage)
    {
        WithDrone(new BatchOptions(), true, (context, mixed, policy) =>
        {
            AugmentedSamples added = Drawn(new MixupAugmentation(policy, Lambda, advantage, Mass), context);
            added.Infeasible.ShouldBe(mixed.Infeasible);
            added.Infeasible.ShouldBeGreaterThan(0);
            added.Interactions.ShouldBe(context.Rollout.Samples - added.Infeasible);
            added.Batch!.Samples.ShouldBe((int)added.Interactions);
            added.Pairs!.Count.ShouldBe((int)added.Interactions);

            // One trajectory each.
            added.Batch.Trajectories.ShouldBe(added.Batch.Samples);
            added.Batch.DiscountedRewards.ShouldBe(added.Batch.Advantages);
        });
    }

    [Fact]
    public void Draw_Pairs_MixToTheObservationsOfTheSamples()
    {
        // What derivatives by λ take for the path of a mixed state is where the environment was restored.
        WithDrone(new BatchOptions(), true, (context, _, policy) =>
        {
            AugmentedSamples added = Drawn(new MixupAugmentation(policy, Lambda, MixedAdvantage.Interpolated, Mass), context);
            added.Pairs!.Lambda.ShouldBe(Lambda);
            for (int row = 0; row < 2; row++)
            {
                for (int i = 0; i < added.Pairs.Count; i++)
                {
                    ((double)added.Batch!.Observations[row, i])
                        .ShouldBe((Lambda * added.Pairs.First[row, i]) + ((1 - Lambda) * added.Pairs.Second[row, i]), 1e-5);
                }
            }
        });
    }

    [Theory]
    [MemberData(nameof(Baselines))]
    public void Draw_BootstrappedOnThePlane_IsTheTemporalDifference(SampleReduction reduction, bool isInner, bool usesTime)
    {
        BatchOptions options = new()
        {
            Reduction = reduction,
            Scaling = AdvantageScaling.Common,
            CommonScale = 2,
            Gae = new GaeOptions { Discount = 0.9 },
        };
        Navigation2DFamily family = new(new Navigation2DOptions { Horizon = 8 });
        With(family, options, isInner, (context, mixed, policy) =>
        {
            AugmentedSamples added = Drawn(new MixupAugmentation(policy, Lambda, MixedAdvantage.Bootstrapped, Mass), context);
            added.Infeasible.ShouldBe(0);
            added.Pairs!.AdvantageSlopes.ShouldAllBe(slope => slope == 0);
            double limit = family.Options.ActionLimit;
            MdpTask task = context.Rollout.MdpTask!;
            double count = reduction == SampleReduction.PerSample ? mixed.Count : context.Rollout.Trajectories;
            for (int i = 0; i < mixed.Count; i++)
            {
                double x = (Lambda * context.Rollout.Observations[0, mixed.First[i]])
                    + ((1 - Lambda) * context.Rollout.Observations[0, mixed.Second[i]]);
                double y = (Lambda * context.Rollout.Observations[1, mixed.First[i]])
                    + ((1 - Lambda) * context.Rollout.Observations[1, mixed.Second[i]]);
                double nextX = x + Math.Clamp(added.Batch!.Actions[0, i], -limit, limit);
                double nextY = y + Math.Clamp(added.Batch.Actions[1, i], -limit, limit);
                double reward = -(Square(nextX - task.Parameters[0]) + Square(nextY - task.Parameters[1]));
                double expected = reward + (0.9 * Value(context.StateBaseline(), nextX, nextY)) - Value(context.StateBaseline(), x, y);
                ((double)added.Batch.Advantages[i]).ShouldBe(expected / (2 * count), FloatTolerance);
            }
        }, usesTime ? () => new LinearTimeFeatures(2) : null);
    }

    [Fact]
    public void Draw_BootstrappedStandardized_HasMeanZeroAndTheWeightOfTheOwnHalf()
    {
        foreach (SampleReduction reduction in Enum.GetValues<SampleReduction>())
        {
            WithDrone(new BatchOptions { Reduction = reduction }, true, (context, _, policy) =>
            {
                AugmentedSamples added = Drawn(new MixupAugmentation(policy, Lambda, MixedAdvantage.Bootstrapped, Mass), context);

                // Standardised advantages of weight w have Σ w²A² = n·w², and the total weight n·w is that of the own half.
                double own = Math.Sqrt(context.Own.Advantages.Sum(a => Square(a)) * context.Own.Samples);
                double mixed = Math.Sqrt(added.Batch!.Advantages.Sum(a => Square(a)) * added.Batch.Samples);
                mixed.ShouldBe(own, 1e-3 * own);
                added.Batch.Advantages.Sum(a => (double)a).ShouldBe(0, 1e-3 * own);
            });
        }
    }

    [Fact]
    public void Draw_GradientAlongThatOfTheOwnSamples_VanishesInExpectationWhenInterpolated()
    {
        // Interpolated advantages do not know the action that was taken: the t-statistic is noise. Bootstrapped ones do.
        Math.Abs(Statistic(MixedAdvantage.Interpolated)).ShouldBeLessThan(4);
        Statistic(MixedAdvantage.Bootstrapped).ShouldBeGreaterThan(6);
        Statistic(MixedAdvantage.Bootstrapped, () => new LinearTimeFeatures(2)).ShouldBeGreaterThan(6);

        static double Statistic(MixedAdvantage advantage, Func<IValueFeatures>? valueFeatures = null)
        {
            const int Repeats = 60;
            using MixingSetup setup = new(
                new Navigation2DFamily(new Navigation2DOptions { Horizon = 10 }), new LearnerOptions { Trajectories = 20 },
                valueFeatures: valueFeatures);
            var values = new double[Repeats];
            setup.Learner.Run(Repeats, (worker, item) =>
            {
                Real[] theta = setup.Theta;
                var plan = new TaskPlan
                {
                    MdpTask = setup.Tasks(1)[0],
                    Augmentation = new MixupAugmentation(setup.Policy, 0.5, advantage, Mass),
                };
                TaskOutcome outcome = worker.Collect(theta, plan, RandomKey.FromSeed(9).Derive(item));
                var mixed = new double[theta.Length];
                var union = new double[theta.Length];
                worker.Inner.ValueAndGradient(theta, outcome.Added[0].Batch!, mixed);
                worker.Inner.ValueAndGradient(theta, outcome.Data.Inner[0], union);

                // The union is half own, half mixed samples.
                double[] own = [.. union.Zip(mixed, (u, m) => u - (0.5 * m))];
                values[item] = own.Zip(mixed, (a, b) => a * b).Sum() / Math.Sqrt(own.Sum(a => a * a));
            });
            double mean = values.Average();
            return mean / Math.Sqrt(values.Sum(value => Square(value - mean)) / (Repeats - 1) / Repeats);
        }
    }

    private static double Square(double x) => x * x;

    private static double Value(LinearBaseline baseline, double x, double y)
    {
        var value = new Real[1];
        baseline.Predict(new ConstMatrix([(Real)x, (Real)y], 2, 1), [], value);
        return value[0];
    }

    /// <summary>A policy that wanders from wall to wall, so that mixed states meet the obstacle.</summary>
    private static void WithDrone(BatchOptions options, bool isInner, Action<AugmentationContext, MixedSamples, GaussianMlpPolicy> body)
        => With(new DroneFamily(new DroneOptions { StepLength = 0.8, Horizon = 60 }), options, isInner, body);

    private static void With(
        IEnvironmentFamily family, BatchOptions options, bool isInner, Action<AugmentationContext, MixedSamples, GaussianMlpPolicy> body,
        Func<IValueFeatures>? valueFeatures = null)
    {
        using MixingSetup setup = new(family, valueFeatures: valueFeatures);
        using var sampler = new RolloutSampler(family, setup.Policy);
        using var scratch = new WorkerScratch();
        RandomKey key = RandomKey.FromSeed(4);
        Rollout rollout = sampler.Sample(setup.Tasks(1)[0], setup.Theta, new RolloutRequest { Trajectories = 12, Key = key });
        var builder = new BatchBuilder(setup.Policy, new LinearBaseline(valueFeatures?.Invoke() ?? new RadialFeatures()));
        (SampleBatch batch, AdvantageScale scale) = builder.Build(rollout, options);
        MixedSamples mixed = scratch.Get(() => new MixupSampler(family, setup.Policy)).Sample(
            rollout, setup.Theta, [(Real)Lambda],
            new MixupRequest { Count = rollout.Samples, Key = key.Derive(RandomPurpose.Mixing) });
        body(
            new AugmentationContext
            {
                Rollout = rollout,
                Parameters = setup.Theta,
                StateBaseline = () => builder.FitOfState(rollout),
                Scale = scale,
                Options = options,
                IsInner = isInner,
                Own = batch,
                Key = key,
                Family = family,
                Scratch = scratch,
            },
            mixed,
            setup.Policy);
    }

    private static AugmentedSamples Drawn(MixupAugmentation augmentation, AugmentationContext context)
        => augmentation.Draw(context).ShouldBeOfType<AugmentedSamples>();
}
