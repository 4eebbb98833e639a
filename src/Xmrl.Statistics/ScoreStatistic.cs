namespace Xmrl.Statistics;

/// <summary>A figure of scores that gets an interval: the mean of their quantile function over a part of [0, 1].</summary>
internal enum ScoreStatistic
{
    /// <summary>The mean: over all of it.</summary>
    Mean,

    /// <summary>The interquartile mean: from 1/4 to 3/4.</summary>
    InterquartileMean,

    /// <summary>CVaR, the mean of the worst 20 %: from 0 to 0.2.</summary>
    ConditionalValueAtRisk,
}
