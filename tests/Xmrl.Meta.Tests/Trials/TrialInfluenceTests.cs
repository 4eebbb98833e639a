// What is learned is checked in the float build alone: the double build takes several times as long.
#if !REAL_IS_DOUBLE
using Xmrl.Environments.BernoulliBandit;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Meta.Tests.Trials;

/// <summary>What influence predicts of RL² against what comes about: training goes on with more weight on one task at a time, and the
/// objective of a poor task moves.</summary>
public sealed class TrialInfluenceTests
{
    private const int Tasks = 8;
    private const int Iterations = 10;
    private const double MoreWeight = 3;

    private static readonly ulong[] Seeds = [2, 3, 4];

    [Fact]
    public void Influence_OfEightBandits_RanksWhatTrainingWithMoreWeightDoes()
    {
        using var setting = new BanditSetting(3, 8, 16, seed: 6, trials: 1_000, entropy: 0, discount: 1);
        MdpTask[] tasks = [.. Enumerable.Range(0, Tasks).Select(i => Task(setting.Family, i))];
        Real[] theta = Continue(setting, setting.Parameters, tasks, [.. Enumerable.Repeat(1.0, Tasks)], 25, 1);

        double[] predicted = Predicted(setting, theta, tasks);
        double[] even = [.. Enumerable.Repeat(1.0, Tasks)];
        double without = Seeds.Average(seed => Poor(setting, Continue(setting, theta, tasks, even, Iterations, seed), tasks[0]));
        double[] real =
        [
            .. Enumerable.Range(0, Tasks).Select(i =>
            {
                double[] weights = [.. Enumerable.Range(0, Tasks).Select(j => j == i ? MoreWeight : 1)];
                return Seeds.Average(
                    seed => Poor(setting, Continue(setting, theta, tasks, weights, Iterations, seed), tasks[0])) - without;
            }),
        ];
        RankCorrelation(predicted, real).ShouldBeGreaterThanOrEqualTo(0.7, $"{Text(predicted)} against {Text(real)}");
    }

    /// <summary>The best arm goes round, and so does how far it stands out.</summary>
    private static MdpTask Task(BernoulliBanditFamily family, int i) => new()
    {
        EnvironmentId = family.Spec.Id,
        Index = i,
        Parameters = [.. Enumerable.Range(0, 3).Select(arm => arm == i % 3 ? 0.6 + (0.05 * (i / 3)) : 0.2 + (0.1 * ((arm + i) % 2)))],
    };

    /// <summary>g_poorᵀ·(F + d·I)⁻¹·(g_i − mean g) with the mean Fisher matrix of all tasks.</summary>
    private static double[] Predicted(BanditSetting setting, Real[] theta, MdpTask[] tasks)
    {
        using ITaskGradients found = setting.Learner.Influence!.Draw(theta, tasks, RandomKey.FromSeed(31), CancellationToken.None);
        double[] weights = [.. Enumerable.Repeat(1.0 / Tasks, Tasks)];
        double[] poor = found.Gradients[0];
        var direction = new double[poor.Length];
        ConjugateGradient.Solve(
            (vector, result) =>
            {
                found.FisherProduct(weights, vector, result);
                for (int i = 0; i < result.Length; i++)
                {
                    result[i] += 0.1 * vector[i];
                }
            },
            poor, direction, new ConjugateGradientOptions { MaxIterations = 30 });
        return [.. found.Gradients.Select(gradient => VectorOperations.Dot(direction, gradient))];
    }

    private static Real[] Continue(
        BanditSetting setting, Real[] theta, MdpTask[] tasks, double[] weights, int iterations, ulong seed)
    {
        IMetaTraining training = setting.Learner.Begin(theta, new OuterSchedule(3e-3, 1, iterations));
        RandomKey key = RandomKey.FromSeed(seed);
        for (int i = 0; i < iterations; i++)
        {
            training.Iterate(
                [.. tasks.Select((task, t) => new TaskPlan { MdpTask = task, Weight = weights[t] })], key.Derive(i));
        }

        return training.Parameters;
    }

    /// <summary>Mean return on the poor task, with the same random numbers for every policy.</summary>
    private static double Poor(BanditSetting setting, Real[] theta, MdpTask task)
    {
        var scores = new double[200];
        setting.Learner.Pool.Run(scores.Length, (worker, part) => scores[part] = setting.Learner.Adaptation.Measure(
            worker, theta, task, new AdaptationRequest { Steps = 0, SampledTrajectories = 100, MeanTrajectories = 0 },
            RandomKey.FromSeed(41).Derive(part)).Points[0].Sampled);
        return scores.Average();
    }

    private static double RankCorrelation(double[] x, double[] y)
    {
        int[] rx = Ranks(x);
        int[] ry = Ranks(y);
        double sum = rx.Zip(ry, (a, b) => (double)(a - b) * (a - b)).Sum();
        return 1 - (6 * sum / (x.Length * ((x.Length * x.Length) - 1.0)));
    }

    private static int[] Ranks(double[] values) => [.. values.Select(value => values.Count(other => other < value))];

    private static string Text(double[] values) => string.Join(", ", values.Select(value => $"{value:g3}"));
}
#endif
