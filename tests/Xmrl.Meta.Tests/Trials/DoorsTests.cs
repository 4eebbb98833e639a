// What is learned is checked in the float build alone: the double build takes several times as long.
#if !REAL_IS_DOUBLE
using Xmrl.Environments.Doors;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Meta.Trials;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Policies;
using Xmrl.Trials.Advantages;

namespace Xmrl.Meta.Tests.Trials;

/// <summary>Credit across the trajectories of a trial: peeking costs 0.1 and pays in the next trajectory alone. With it a trial returns
/// 0.9, without it at most 0.3. Much entropy keeps the policy from opening doors at once, which pays before reading the observation
/// does.</summary>
public sealed class DoorsTests
{
    [Fact]
    public void Rl2_CreditOfTheTrial_LearnsToPeek() => Score(TrialCredit.Trial).ShouldBeGreaterThanOrEqualTo(0.85);

    [Fact]
    public void Rl2_CreditOfTheTrajectory_DoesNot() => Score(TrialCredit.Trajectory).ShouldBeLessThanOrEqualTo(0.35);

    /// <summary>Mean return of a trial of two trajectories on all ten doors.</summary>
    private static double Score(TrialCredit credit)
    {
        const int Iterations = 300;
        var family = new DoorsFamily();
        RandomKey key = RandomKey.FromSeed(3);
        using var pool = new WorkPool(2);
        using var learner = new TrialLearner(
            family, new CategoricalMlpPolicy(CategoricalMlpShape.For(family.Spec) with { HiddenSizes = [] }),
            BanditSetting.Options(16, trajectories: 2) with
            {
                Trials = 4,
                Entropy = 0.4,
                Credit = new TrialCreditOptions(new GaeOptions { Discount = 1, Lambda = 1 }, 2, credit, TrialEnd.Terminal),
            },
            pool);
        var parameters = new Real[learner.ParameterCount];
        learner.Initialize(key, parameters);
        IMetaTraining training = learner.Begin(parameters, new OuterSchedule(0.01, 0.1, Iterations));
        for (int i = 0; i < Iterations; i++)
        {
            int first = 100 * i;
            training.Iterate(
                [
                    .. Enumerable.Range(first, 100).Select(
                        index => new TaskPlan { MdpTask = family.SampleTask(key.Derive(RandomPurpose.TaskSampling), index) }),
                ],
                key.Derive(RandomPurpose.OuterRollout).Derive(i));
        }

        var scores = new double[200];
        pool.Run(scores.Length, (worker, task) => scores[task] = learner.Adaptation.Measure(
            worker, training.Parameters, family.SampleTask(key.Derive(RandomPurpose.FreshTasks), task),
            new AdaptationRequest { Steps = 1, SampledTrajectories = 20, MeanTrajectories = 0 }, key.Derive(task))
            .Points.Sum(point => point.Sampled));
        return scores.Average();
    }
}
#endif
