using System.Globalization;
using Xmrl.Numerics.Randomness;
using Xmrl.Statistics;

namespace Xmrl.Verification;

/// <summary>Theorems 1 and 2 of xmrl: convergence of Algorithm 1, and information that it raises.</summary>
internal static class LearningChecks
{
    /// <summary>2/C̄_I, below the inverse of the largest curvature of I on the way.</summary>
    private const double StepScale = 8;

    private const double SlopeTolerance = 0.05;
    private const int Rollouts = 16;
    private static readonly int[] Lengths = [256, 1024, 4096, 16_384, 65_536];

    public static TheoryCheck Theorem1()
    {
        var problem = new SmallMixingProblem(RandomKey.FromSeed(4));
        double[] norms = [.. Lengths.Select(length => problem.Ascend(length, StepScale / Math.Sqrt(length)).MeanSquare)];
        double slope = Slope([.. Lengths.Select(length => Math.Log((double)length))], [.. norms.Select(norm => Math.Log(norm))]);
        return new TheoryCheck
        {
            Name = "Theorem 1",
            Source = "xmrl, Theorem 1",
            Statement =
                "with β = c/√K the mean squared norm of the hyper-gradient falls as O(1/√K) (posteriors in closed form, K = 256 to 65,536)",
            Figure = string.Create(
                CultureInfo.InvariantCulture,
                $"slope of the logarithms {slope:f3} ≤ −0.5 + {SlopeTolerance}; mean squares {Deviation.Text(norms[0])} to "
                    + $"{Deviation.Text(norms[^1])}"),
            Passed = slope <= -0.5 + SlopeTolerance,
        };
    }

    public static TheoryCheck Theorem2()
    {
        var problem = new SmallMixingProblem(RandomKey.FromSeed(4));
        double before = GaussianIntegral.Information(problem.Posteriors(SmallMixingProblem.Start));
        double after = GaussianIntegral.Information(problem.Posteriors(problem.Ascend(200, 0.1).Law));
        Interval gain = Navigation();
        return new TheoryCheck
        {
            Name = "Theorem 2",
            Source = "xmrl, Theorem 2",
            Statement =
                "Algorithm 1 raises I above 0 and above what it began with, by integration on closed-form posteriors and on fresh "
                    + "rollouts of Navigation2D-v1",
            Figure = string.Create(
                CultureInfo.InvariantCulture,
                $"I = {before:f4} before and {after:f4} nats after learning; on Navigation2D-v1 the learned law multiplies I by "
                    + $"{Math.Exp(gain.Value):f2} "
                    + $"{TestWords.Ends(gain, end => Math.Exp(end).ToString("f2", CultureInfo.InvariantCulture))} > 1"),
            Passed = after > before && after > 0 && gain.Low > 0,
        };
    }

    /// <summary>Mean logarithm of what the learned law multiplies the information by, over fresh rollouts from the base policy, shared by
    /// both laws.</summary>
    private static Interval Navigation()
    {
        using var mixing = new NavigationMixing();
        double[] learned = mixing.Learn();
        return StudentMean.Interval(
            [.. Enumerable.Range(0, Rollouts).Select(r => Math.Log(Information(learned, r) / Information(NavigationMixing.Start, r)))]);

        double Information(double[] law, int rollout)
            => mixing.Iterate(law, mixing.Given, RandomKey.FromSeed(7).Derive(rollout)).Iterations[0].Information;
    }

    /// <summary>Slope of a line through points by least squares.</summary>
    private static double Slope(double[] x, double[] y)
    {
        double meanX = x.Average();
        double meanY = y.Average();
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }
}
