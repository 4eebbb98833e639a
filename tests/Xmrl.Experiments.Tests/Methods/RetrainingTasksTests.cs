using Xmrl.Environments.Navigation2D;
using Xmrl.Experiments.Methods;
using Xmrl.Explain.Augmentation;
using Xmrl.Explain.MixingLaws;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;

namespace Xmrl.Experiments.Tests.Methods;

public sealed class RetrainingTasksTests
{
    private const double RoundingTolerance = 1e-12;
    private static readonly int[] Critical = [2, 5, 6];
    private static readonly (IMixingLaw Law, double[] Parameters) Law = (new LogitNormal(), [0.3, 0.8]);

    private static readonly Navigation2DFamily Family = new(new Navigation2DOptions { Horizon = 6 });
    private static readonly GaussianMlpPolicy Policy = new(GaussianMlpShape.For(Family.Spec) with { HiddenSizes = [3] });
    private static readonly MdpTask[] Training = [.. Enumerable.Range(0, 10).Select(i => Family.SampleTask(RandomKey.FromSeed(1), i))];

    private static readonly RetrainingTasks Plain = new() { Training = Training, Critical = Critical, Others = 4 };

    [Fact]
    public void Draw_ManyIterations_ExpectsEveryTaskWithWeightOne()
    {
        // Then the expected objective is the mean over all training tasks.
        const int Repeats = 4000;
        var weights = new double[Training.Length];
        for (int seed = 0; seed < Repeats; seed++)
        {
            IReadOnlyList<TaskPlan> plans = Plain.Draw(Policy, RandomKey.FromSeed((ulong)seed));
            plans.Count.ShouldBe(Critical.Length + Plain.Others);
            plans.Sum(plan => plan.Weight).ShouldBe(Training.Length, RoundingTolerance);
            plans.Select(plan => plan.MdpTask.Index).Distinct().Count().ShouldBe(plans.Count);
            foreach (TaskPlan plan in plans)
            {
                weights[plan.MdpTask.Index] += plan.Weight / Repeats;
            }
        }

        for (int i = 0; i < weights.Length; i++)
        {
            // Weight 7/4 with probability 4/7: standard deviation 0.87, four standard errors.
            weights[i].ShouldBe(1, Critical.Contains(i) ? 1e-9 : 0.055);
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(100)]
    public void Draw_AllOthers_HaveWeightOne(int others)
    {
        IReadOnlyList<TaskPlan> plans = (Plain with { Others = others }).Draw(Policy, RandomKey.FromSeed(1));
        plans.Count.ShouldBe(Training.Length);
        plans.ShouldAllBe(plan => plan.Weight == 1);
    }

    [Fact]
    public void Draw_CriticalTasks_ComeFirstWithTheirWeight()
    {
        IReadOnlyList<TaskPlan> plans = (Plain with { CriticalWeight = 2 }).Draw(Policy, RandomKey.FromSeed(1));
        plans.Take(3).Select(plan => plan.MdpTask.Index).ShouldBe(Critical);
        plans.Take(3).ShouldAllBe(plan => plan.Weight == 2);
        plans.Skip(3).ShouldAllBe(plan => !Critical.Contains(plan.MdpTask.Index) && plan.Repeats == 1 && plan.Augmentation == null);
    }

    [Fact]
    public void Draw_WithAndWithoutMixing_MeetsTheSameOthers()
    {
        RandomKey key = RandomKey.FromSeed(8);
        IReadOnlyList<TaskPlan> mixed = (Plain with { Mixing = Law }).Draw(Policy, key);
        mixed.Skip(3).ShouldBe(Plain.Draw(Policy, key).Skip(3));
        mixed.Take(3).ShouldAllBe(plan => plan.Augmentation != null && plan.Repeats == 1 && plan.Weight == 1);
        Plain.Draw(Policy, RandomKey.FromSeed(9)).Skip(3).ShouldNotBe(mixed.Skip(3));
    }

    [Fact]
    public void Draw_WithAndWithoutMixing_TakesEqualSteps()
    {
        // 20 own and 20 mixed trajectories' worth of steps, or 40 own ones: here 3 trajectories of 6 steps.
        RandomKey key = RandomKey.FromSeed(8);
        TaskOutcome[] mixed = Collect((Plain with { Mixing = Law }).Draw(Policy, key));
        TaskOutcome[] plain = Collect(Plain.Draw(Policy, key));
        mixed.Select(outcome => outcome.Interactions).ShouldBe(plain.Select(outcome => outcome.Interactions));
        mixed[0].Interactions.ShouldBe(2 * 2 * 18);
        mixed[^1].Interactions.ShouldBe(2 * 18);
        mixed.ShouldAllBe(outcome => outcome.Infeasible == 0);
    }

    [Fact]
    public void Draw_MixingEverywhere_TakesAsManyStepsAsMixingOnCriticalTasks()
    {
        // MA: 3 + 4 tasks, each with 3/7 of a mixed rollout, against 3 tasks with a whole one.
        RandomKey key = RandomKey.FromSeed(8);
        RetrainingTasks everywhere = Plain with { Critical = [], Others = 7, Mixing = Law, MixesOthers = true, MixedShare = 3.0 / 7 };
        long steps = Collect((Plain with { Mixing = Law }).Draw(Policy, key)).Sum(outcome => outcome.Interactions);

        TaskOutcome[] spread = Collect(everywhere.Draw(Policy, key));

        // A share of 18 own samples is rounded, twice per task.
        ((double)spread.Sum(outcome => outcome.Interactions)).ShouldBe(steps, 7);
        spread.ShouldAllBe(outcome => outcome.Added.Count == 2 && outcome.Added[0].Interactions == 8);
    }

    [Fact]
    public void Draw_Weights_MultiplyThoseOfTheDraw()
    {
        double[] weights = [.. Enumerable.Range(0, Training.Length).Select(i => 0.5 * i)];
        RandomKey key = RandomKey.FromSeed(8);
        IReadOnlyList<TaskPlan> plain = Plain.Draw(Policy, key);

        IReadOnlyList<TaskPlan> weighted = (Plain with { Weights = weights }).Draw(Policy, key);

        weighted.Select(plan => plan.MdpTask).ShouldBe(plain.Select(plan => plan.MdpTask));
        weighted.Select(plan => plan.Weight).ShouldBe(plain.Select(plan => plan.Weight * weights[plan.MdpTask.Index]), RoundingTolerance);
    }

    [Fact]
    public void Draw_Mixing_DrawsOneCoefficientPerTaskFromTheLaw()
    {
        RandomKey key = RandomKey.FromSeed(8);
        TaskOutcome[] mixed = Collect((Plain with { Mixing = Law }).Draw(Policy, key));
        for (int i = 0; i < Critical.Length; i++)
        {
            double expected = Law.Law.Sample(Law.Parameters, key.Derive(RandomPurpose.MixingCoefficients).Normal((ulong)Critical[i]));
            mixed[i].Added.Select(added => Pairs(added).Lambda).ShouldAllBe(lambda => lambda == expected);
        }

        Pairs(mixed[0].Added[0]).Lambda.ShouldNotBe(Pairs(mixed[1].Added[0]).Lambda);
    }

    private static MixedPairs Pairs(AddedSamples added) => added.ShouldBeOfType<AugmentedSamples>().Pairs.ShouldNotBeNull();

    private static TaskOutcome[] Collect(IReadOnlyList<TaskPlan> plans)
    {
        using WorkPool pool = new(1);
        using GradientLearner learner = new(Family, Policy, new LearnerOptions { Trajectories = 3 }, () => new RadialFeatures(), pool);
        var theta = new Real[Policy.ParameterCount];
        Policy.Initialize(RandomKey.FromSeed(1), theta);
        var outcomes = new TaskOutcome[plans.Count];
        learner.Run(
            plans.Count, (worker, item) => outcomes[item] = worker.Collect(theta, plans[item], RandomKey.FromSeed(6).Derive(item)));
        return outcomes;
    }
}
