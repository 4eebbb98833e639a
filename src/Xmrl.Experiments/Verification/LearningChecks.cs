using System.Globalization;
using Xmrl.Explain.Augmentation;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments.Navigation2D;
using Xmrl.Rl.Policies;

namespace Xmrl.Experiments.Verification;

/// <summary>Theorems 1 and 2 of xmrl: convergence of Algorithm 1, and information above 0 after it.</summary>
internal static class LearningChecks
{
    /// <summary>2/C̄_I, below the inverse of the largest curvature of I on the way.</summary>
    private const double StepScale = 8;

    private const double SlopeTolerance = 0.05;
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
            Statement = "with β = c/√K the mean squared norm of the hyper-gradient falls as O(1/√K) (posteriors in closed form, K = 256 to 65,536)",
            Figure = string.Create(CultureInfo.InvariantCulture, $"slope of the logarithms {slope:f3} ≤ −0.5 + {SlopeTolerance}; mean squares {Deviation.Text(norms[0])} to {Deviation.Text(norms[^1])}"),
            Passed = slope <= -0.5 + SlopeTolerance,
        };
    }

    public static TheoryCheck Theorem2()
    {
        var problem = new SmallMixingProblem(RandomKey.FromSeed(4));
        double before = GaussianIntegral.Information(problem.Posteriors(SmallMixingProblem.Start));
        double after = GaussianIntegral.Information(problem.Posteriors(problem.Ascend(200, 0.1).Law));
        double learned = Navigation();
        return new TheoryCheck
        {
            Name = "Theorem 2",
            Source = "xmrl, Theorem 2",
            Statement = "I > 0 after Algorithm 1, by integration on closed-form posteriors and by the lower bound on Navigation2D-v1",
            Figure = string.Create(CultureInfo.InvariantCulture, $"I = {before:f4} before and {after:f4} nats after learning; lower bound on Navigation2D-v1 {Deviation.Text(learned)} > 0"),
            Passed = after > before && after > 0 && learned > 0,
        };
    }

    private static double Navigation()
    {
        var family = new Navigation2DFamily(new Navigation2DOptions { Horizon = 20 });
        var policy = new GaussianMlpPolicy(GaussianMlpShape.For(family.Spec) with { HiddenSizes = [8], InitialLogStd = -2.3 });
        using var pool = new WorkPool(1);
        using var learner = new MetaLearner(family, policy, new LearnerOptions { Trajectories = 8 }, () => new RadialFeatures(), pool);
        var theta = new Real[policy.ParameterCount];
        policy.Initialize(RandomKey.FromSeed(1), theta);
        Rl.Environments.MdpTask[] tasks = [.. Enumerable.Range(0, 8).Select(i => family.SampleTask(RandomKey.FromSeed(2), i))];
        MixingResult result = new MixingLearner(learner, new MixingOptions { Iterations = 10, OtherTasks = 4 }).Learn(theta, tasks[..3], tasks[3..], RandomKey.FromSeed(3));
        return result.Iterations[^1].Bracket.Lower;
    }

    /// <summary>Slope of a line through points by least squares.</summary>
    private static double Slope(double[] x, double[] y)
    {
        double meanX = x.Average();
        double meanY = y.Average();
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }
}
