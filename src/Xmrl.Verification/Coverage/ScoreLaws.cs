using Xmrl.Numerics.Randomness;
using Xmrl.Statistics;

namespace Xmrl.Verification.Coverage;

/// <summary>The laws of the coverage study.</summary>
internal static class ScoreLaws
{
    /// <summary>Expectation of the worst 20 % of standard normal numbers: −φ(z)/0.2 at the quantile z of 0.2.</summary>
    private const double NormalTail = -1.3998096020390416;

    private static readonly int[] s_tasks = [4, 10, 20, 100];

    /// <summary>With the least sizes at which scores without a range have an interval of their interquartile mean and of CVaR.</summary>
    private static readonly int[] s_returns = [4, 10, ScoreIntervals.LeastForInterquartileMean, 20, ScoreIntervals.LeastForTail, 100];
    private static readonly int[] s_seeds = [3, 5, 10, 16];
    private static readonly ScoreStatistic[] s_all = Enum.GetValues<ScoreStatistic>();
    private static readonly ScoreStatistic[] s_mean = [ScoreStatistic.Mean];

    /// <summary>
    /// Success rates of five episodes a task take the scores 0, 0.2, …, 1: their shapes are those of the stored searches of the drone.
    /// Differences take −1, −0.8, …, 1.
    /// </summary>
    public static IReadOnlyList<ScoreLaw> All { get; } =
    [
        Returns("normal", static (key, i) => key.Normal((ulong)i), (0, 0, NormalTail)),
        Returns("uniform", static (key, i) => key.UniformOpen((ulong)i), (0.5, 0.5, 0.1)),
        Returns(
            "skewed (log of uniform)", static (key, i) => Math.Log(key.UniformOpen((ulong)i)),
            (-1, 2 * (LogPart(0.75) - LogPart(0.25)), LogPart(0.2) / 0.2)) with { IsPromised = false },
        ScoreLaw.Discrete("drone, good", ScoreRange.Share, [0.02, 0.01, 0.01, 0.02, 0.04, 0.9], s_all, s_tasks),
        ScoreLaw.Discrete("drone, rare region", ScoreRange.Share, [0.19, 0.04, 0.04, 0.04, 0.09, 0.6], s_all, s_tasks),
        ScoreLaw.Discrete("drone, poor tasks", ScoreRange.Share, [0.55, 0.2, 0.1, 0.05, 0.05, 0.05], s_all, s_tasks),
        ScoreLaw.Discrete("drone, one episode", ScoreRange.Share, [0.05, 0.95], s_all, s_tasks),
        ScoreLaw.Discrete(
            "drone, difference", ScoreRange.Share.OfDifferences, [0.01, 0, 0, 0.01, 0.05, 0.7, 0.12, 0.05, 0.02, 0.02, 0.02], s_mean,
            s_tasks),
        Seeds("drone, 100 tasks of a seed", 100, static uniform => 1 - (0.15 * uniform * uniform), 0.95),
        Seeds("drone, 20 poor tasks of a seed", 20, static uniform => 0.3 * uniform, 0.15),
        Differences(),
    ];

    /// <summary>∫ ln u du from 0.</summary>
    private static double LogPart(double to) => (to * Math.Log(to)) - to;

    private static ScoreLaw Returns(string name, Func<RandomKey, int, double> draw, (double Mean, double Iqm, double Cvar) truth) => new()
    {
        Name = name,
        Draw = draw,
        Truth = new Dictionary<ScoreStatistic, double>
        {
            [ScoreStatistic.Mean] = truth.Mean,
            [ScoreStatistic.InterquartileMean] = truth.Iqm,
            [ScoreStatistic.ConditionalValueAtRisk] = truth.Cvar,
        },
        Sizes = s_returns,
    };

    /// <summary>One score per seed: the success rate of a policy of its own, measured on some tasks.</summary>
    private static ScoreLaw Seeds(string name, int tasks, Func<double, double> rate, double mean) => new()
    {
        Name = name,
        Range = ScoreRange.Share,
        Draw = (key, i) =>
        {
            RandomKey seed = key.Derive(i);
            return Share(seed, tasks, rate(seed.UniformOpen(0)));
        },
        Truth = new Dictionary<ScoreStatistic, double> { [ScoreStatistic.Mean] = mean },
        Sizes = s_seeds,
    };

    /// <summary>
    /// One difference per seed: two policies with a base policy in common, each measured on 100 tasks. Intervals of differences over
    /// seeds do not use their range.
    /// </summary>
    private static ScoreLaw Differences() => new()
    {
        Name = "drone, difference of a seed",
        Draw = static (key, i) =>
        {
            RandomKey seed = key.Derive(i);
            double uniform = seed.UniformOpen(0), before = 0.8 - (0.15 * uniform * uniform);
            return Share(seed.Derive(1UL), 100, before + (0.1 * seed.Derive(3UL).UniformOpen(0))) - Share(seed.Derive(2UL), 100, before);
        },
        Truth = new Dictionary<ScoreStatistic, double> { [ScoreStatistic.Mean] = 0.05 },
        Sizes = s_seeds,
    };

    /// <summary>Share of tasks that succeed with a probability.</summary>
    private static double Share(RandomKey seed, int tasks, double success)
        => Enumerable.Range(1, tasks).Count(task => seed.UniformOpen((ulong)task) < success) / (double)tasks;
}
