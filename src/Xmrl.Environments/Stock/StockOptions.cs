using Xmrl.Numerics.Validation;

namespace Xmrl.Environments.Stock;

/// <summary>Constants of <c>Stock-v1</c>; defaults from FinRL and xmrl.txt M.5, what they leave open as noted.</summary>
public sealed record StockOptions
{
    /// <summary>Cash at the start, in the currency of the prices, in [1, 1e9]. Default 1,000,000 (FinRL).</summary>
    public double InitialCash { get; init => field = NumberRange.Closed(1, 1e9).Require(value); } = 1_000_000;

    /// <summary>Shares of one ticker that an action of 1 buys on one day, in (0, 1e6]. Default 100 (FinRL's hmax).</summary>
    public double MaximumShares { get; init => field = NumberRange.Closed(1e-6, 1e6).Require(value); } = 100;

    /// <summary>Cost of a purchase or sale as a share of its amount, in [0, 0.5]. Default 0.001 (FinRL).</summary>
    public double CostRate { get; init => field = NumberRange.Closed(0, 0.5).Require(value); } = 0.001;

    /// <summary>Whether shares are traded whole, cutting fractions off. Default true (FinRL).</summary>
    public bool WholeShares { get; init; } = true;

    /// <summary>Reward per unit of currency, in (0, 1]. Default 0.001 (ours): a reward of 1 is a thousand.</summary>
    public double RewardScale { get; init => field = NumberRange.Closed(1e-9, 1).Require(value); } = 1e-3;

    /// <summary>p₂ per unit of currency spent on purchases on a day above the threshold, in [0, 1000]. Default 1 (xmrl.txt M.5: p₂ is the
    /// amount bought; see docs/environments.md).</summary>
    public double RiskWeight { get; init => field = NumberRange.Closed(0, 1000).Require(value); } = 1;

    /// <summary>Lowest turbulence threshold of a task, in [0, 1e6]. Default 45 (xmrl.txt M.5).</summary>
    public double LowThreshold { get; init => field = NumberRange.Closed(0, 1e6).Require(value); } = 45;

    /// <summary>Highest turbulence threshold of a task, above <see cref="LowThreshold"/>, in [0, 1e6]. Default 50 (xmrl.txt M.5).</summary>
    public double HighThreshold { get; init => field = NumberRange.Closed(0, 1e6).Require(value); } = 50;
}
