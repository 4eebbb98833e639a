using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Meta.Tests.Trials;

/// <summary>The policy gradient through the memory against all histories of two pulls of two arms.</summary>
public sealed class EnumeratedGradientTests
{
    private const int Draws = 200;
    private const double Errors = 4.5;
    private static readonly double[] s_rates = [0.2, 0.7];

    [Fact]
    public void Gradients_MeanOverTrials_EqualTheExactGradient()
    {
        using var setting = new BanditSetting(2, 2, 3, seed: 4, trials: 2_000, entropy: 0, discount: 1);
        Real[] theta = setting.Parameters;
        for (int i = 0; i < theta.Length; i++)
        {
            theta[i] += (Real)(0.5 * RandomKey.FromSeed(9).Normal((ulong)i));
        }

        var task = new MdpTask { EnvironmentId = setting.Family.Spec.Id, Index = 0, Parameters = [.. s_rates] };
        var sum = new double[theta.Length];
        var squares = new double[theta.Length];
        for (int draw = 0; draw < Draws; draw++)
        {
            using ITaskGradients found = setting.Learner.Influence!.Draw(
                theta, [task], RandomKey.FromSeed(20).Derive(draw), CancellationToken.None);
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += found.Gradients[0][i] / Draws;
                squares[i] += found.Gradients[0][i] * found.Gradients[0][i] / Draws;
            }
        }

        double largest = 0;
        for (int i = 0; i < sum.Length; i++)
        {
            double error = Math.Sqrt((squares[i] - (sum[i] * sum[i])) / Draws);
            double exact = Difference(setting, theta, i);
            sum[i].ShouldBe(exact, (Errors * error) + 2e-4, $"parameter {i}");
            largest = Math.Max(largest, Math.Abs(exact));
        }

        largest.ShouldBeGreaterThan(0.01, "The gradient is not nothing.");
    }

    private static double Difference(BanditSetting setting, Real[] theta, int parameter)
    {
        const double Step = 1e-2;
        double kept = theta[parameter];
        theta[parameter] = (Real)(kept + Step);
        double above = Expected(setting, theta);
        theta[parameter] = (Real)(kept - Step);
        double below = Expected(setting, theta);
        theta[parameter] = (Real)kept;
        return (above - below) / (2 * Step);
    }

    /// <summary>Σ over first arm and its reward of their probability times what is then expected.</summary>
    private static double Expected(BanditSetting setting, Real[] theta)
    {
        double[] first = BanditPolicy.Probabilities(setting.Learner, theta, []);
        double sum = 0;
        for (int arm = 0; arm < s_rates.Length; arm++)
        {
            for (int reward = 0; reward < 2; reward++)
            {
                double probability = first[arm] * (reward == 1 ? s_rates[arm] : 1 - s_rates[arm]);
                double[] second = BanditPolicy.Probabilities(setting.Learner, theta, [(arm, reward)]);
                sum += probability * (reward + second.Zip(s_rates, (share, rate) => share * rate).Sum());
            }
        }

        return sum;
    }
}
