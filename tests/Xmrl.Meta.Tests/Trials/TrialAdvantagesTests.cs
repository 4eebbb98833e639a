using Xmrl.Environments.Doors;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;
using Xmrl.Trials.Advantages;
using Xmrl.Trials.Objectives;
using Xmrl.Trials.Recurrent;
using Xmrl.Trials.Sampling;

namespace Xmrl.Meta.Tests.Trials;

public sealed class TrialAdvantagesTests
{
    private const double Discount = 0.9;
    private const double Trace = 0.8;

    private static readonly DoorsFamily s_doors = new();

    [Fact]
    public void Estimate_RewardAtTheEndOfTheSecondTrajectory_ReachesTheFirstStep()
    {
        (TrialAdvantages advantages, _) = Of(TrialCredit.Trial, TrialEnd.Terminal);
        advantages.Estimate(new double[advantages.FeatureCount]);
        advantages.Values[0].ShouldBe((Real)(2 * Math.Pow(Discount * Trace, 3)), 1e-6);
        advantages.Values[3].ShouldBe(2);
    }

    [Fact]
    public void Estimate_CreditOfTheTrajectory_EndsWithIt()
    {
        (TrialAdvantages advantages, _) = Of(TrialCredit.Trajectory, TrialEnd.Terminal);
        advantages.Estimate(new double[advantages.FeatureCount]);
        advantages.Values[0].ShouldBe(0);
        advantages.Values[2].ShouldBe((Real)(2 * Discount * Trace), 1e-6);
    }

    [Fact]
    public void Estimate_Bootstrap_AddsTheValueOfWhatComesAfterTheLastStep()
    {
        (TrialAdvantages advantages, _) = Of(TrialCredit.Trial, TrialEnd.Bootstrap);
        var coefficients = new double[advantages.FeatureCount];
        coefficients[0] = 10;
        advantages.Estimate(coefficients);
        advantages.Values[3].ShouldBe((Real)(2 + (Discount * 10) - 10), 1e-5);
    }

    [Fact]
    public void Sums_FittedValue_IsThatOfTheDiscountedReturn()
    {
        (TrialAdvantages advantages, _) = Of(TrialCredit.Trial, TrialEnd.Terminal);
        var regression = new RidgeRegression(advantages.FeatureCount);
        var sums = new double[regression.SumsLength];
        advantages.Sums(regression, sums);
        regression.Clear();
        regression.AddSums(sums, advantages.Samples);
        advantages.Estimate(regression.Fit(1e-9).Coefficients);

        // Four samples and more features: the fit is exact, and with λ = 0.8 nothing is left.
        advantages.Values.ShouldAllBe(value => Math.Abs(value) < 1e-3);
    }

    [Fact]
    public void Write_Weights_MultiplyAdvantagesOfTheirTrial()
    {
        (TrialAdvantages advantages, TrialBlock block) = Of(TrialCredit.Trial, TrialEnd.Terminal);
        advantages.Estimate(new double[advantages.FeatureCount]);
        advantages.Write(block, [0.5], centre: 1, factor: 3);
        block.Advantages[block.Column(0, 3)].ShouldBe((Real)(0.5 * 3 * (2 - 1)), 1e-6);
        block.Weights.ShouldAllBe(weight => weight == (Real)0.5);
    }

    /// <summary>One trial of two trajectories of two steps, with a reward of 2 in its last step alone.</summary>
    private static (TrialAdvantages Advantages, TrialBlock Block) Of(TrialCredit credit, TrialEnd end)
    {
        var rollout = new Rollout();
        rollout.Prepare(s_doors.SampleTask(RandomKey.FromSeed(1), 0), s_doors.Spec, trajectories: 2, stateSize: 0);
        rollout.Buffers.Rewards[3] = 2;
        rollout.Buffers.Lengths.Fill(2);
        rollout.Pack(s_doors.Spec.Horizon);
        Rollout[] rollouts = [rollout];
        var policy = new GruPolicy(new CategoricalMlpPolicy(CategoricalMlpShape.For(s_doors.Spec)), 3);
        TrialBlock block = TrialInputs.Build(policy, rollouts, 2, end == TrialEnd.Bootstrap);
        var options = new TrialCreditOptions(new GaeOptions { Discount = Discount, Lambda = Trace }, 2, credit, end);
        return (new TrialAdvantages(new TrialFeatures(s_doors.Spec, 2, 0), options, rollouts, block, []), block);
    }
}
