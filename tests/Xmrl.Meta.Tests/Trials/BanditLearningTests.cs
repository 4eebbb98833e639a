// What is learned is checked in the float build alone: the double build takes several times as long.
#if !REAL_IS_DOUBLE
using Xmrl.Environments.BernoulliBandit;
using Xmrl.Fixtures;
using Xmrl.Meta.Trials;
using Xmrl.Rl.Policies;
using Xmrl.Trials.Recurrent;

namespace Xmrl.Meta.Tests.Trials;

/// <summary>RL² on two arms and ten pulls, between what memoryless play reaches and the optimum, with controls that must fail.</summary>
public sealed class BanditLearningTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int Iterations = 300;
    private const int Bandits = 2000;

    // Win-stay, lose-shift needs the last step alone.
    private const double WinStay = 5.79;
    private const double Standard = 3;

    [Fact]
    public void Train_TwoArmsTenPulls_ComesNearTheOptimumAndNotAboveIt()
    {
        using var setting = new BanditSetting(2, 10, 32, seed: 1);
        setting.Train(Iterations, Bandits);
        (double mean, double error) = setting.Score(25_000, 4);
        mean.ShouldBeGreaterThanOrEqualTo(5.95);
        mean.ShouldBeLessThanOrEqualTo(BanditOptimum.Of(2, 10) + (Standard * error));
    }

    /// <summary>Win-stay, lose-shift reaches 6.445, the optimum is 6.660.</summary>
    [LongTheory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Train_FiveArmsTenPulls_ReachesTheTargetAndNotMoreThanTheOptimum(int seed)
    {
        const double Target = 6.58;
        const double FiveArmOptimum = 6.660;
        using var setting = new BanditSetting(5, 10, 64, (ulong)seed, minibatches: 4);
        setting.Train(Iterations, 5_000);
        (double mean, double error) = setting.Score(25_000, 4);
        output.WriteLine($"seed {seed}: {mean:F3}, standard error {error:F3}");
        mean.ShouldBeGreaterThanOrEqualTo(Target);
        mean.ShouldBeLessThanOrEqualTo(FiveArmOptimum + (Standard * error));
    }

    [Fact]
    public void Train_MemoryOfOneStep_StaysBelowWinStayLoseShift()
    {
        using var setting = new BanditSetting(2, 10, 32, seed: 1);
        setting.Train(Iterations / 2, Bandits, parameters => Forget(setting.Learner, parameters));
        (double mean, double error) = setting.Score(5_000, 4);
        mean.ShouldBeLessThanOrEqualTo(WinStay + (Standard * error));
        mean.ShouldBeGreaterThan(5.2);
    }

    [Fact]
    public void Train_ActionsAndRewardsHidden_IsChance()
    {
        using var setting = new BanditSetting(2, 10, 32, seed: 1);
        setting.Train(Iterations / 2, Bandits, parameters => Hide(setting.Learner, parameters));
        (double mean, double error) = setting.Score(5_000, 4);
        mean.ShouldBe(5, Standard * error);
    }

    /// <summary>No weight on the memory, and an update gate that lets nothing of it through.</summary>
    private static void Forget(TrialLearner learner, Real[] parameters)
    {
        ((GruPolicy)learner.Policy).MemoryWeight.Of(parameters.AsSpan()).Clear();
        TensorSpec bias = ((GruPolicy)learner.Policy).Body.Tensors[^1];
        TensorSpec weight = ((GruPolicy)learner.Policy).Body.Tensors[^2];
        int size = learner.Policy.MemorySize;
        bias.Of(parameters.AsSpan()).Slice(size, size).Fill(-100);
        weight.Of(parameters.AsSpan()).Slice(size * weight.Columns, size * weight.Columns).Clear();
    }

    /// <summary>No weight on the last action and its reward.</summary>
    private static void Hide(TrialLearner learner, Real[] parameters)
    {
        TensorSpec weight = ((GruPolicy)learner.Policy).Body.Tensors[^2];
        for (int row = 0; row < weight.Rows; row++)
        {
            weight.Of(parameters.AsSpan()).Slice((row * weight.Columns) + learner.Policy.ObservationSize, 3).Clear();
        }
    }
}
#endif
