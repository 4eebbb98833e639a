using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Definitions;

/// <summary>What counts as a loss of score in an environment of which nothing is known but its specification.</summary>
internal static class ScoreScale
{
    /// <summary>Share of the scale that is a loss.</summary>
    private const double Share = 0.1;

    private const int Tasks = 10;
    private const int Episodes = 4;

    /// <summary>A tenth: of a success rate, or of the mean size of the return of random actions, with one digit. Drawn with fixed random
    /// numbers, so that it is the same in every run.</summary>
    /// <param name="family">The environments.</param>
    /// <returns>A number &gt; 0 in units of the score.</returns>
    public static double Of(IEnvironmentFamily family)
    {
        if (family.Spec.HasSuccess)
        {
            return Share;
        }

        var key = RandomKey.FromSeed(0);
        IPolicy policy = LearnerFactory.Policy(new PolicySettings { HiddenSizes = [], InitialLogStd = 0 }, family.Spec);
        using var sampler = new RolloutSampler(family, policy);

        // Zeros are standard normal or uniform actions.
        var parameters = new Real[policy.ParameterCount];
        double sum = 0;
        for (int i = 0; i < Tasks; i++)
        {
            var request = new RolloutRequest { Trajectories = Episodes, Key = key.Derive(i), RecordStates = false };
            foreach (double total in sampler.Sample(family.SampleTask(key, i), parameters, request).Returns)
            {
                sum += Math.Abs(total);
            }
        }

        return Rounded(Share * sum / (Tasks * Episodes));
    }

    /// <summary>A number with one digit; a tenth where it is zero or not finite.</summary>
    private static double Rounded(double value)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            return Share;
        }

        double unit = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return Math.Round(value / unit) * unit;
    }
}
