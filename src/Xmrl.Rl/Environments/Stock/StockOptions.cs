using System.Runtime.CompilerServices;

namespace Xmrl.Rl.Environments.Stock;

/// <summary>Constants of <c>Stock-v1</c>; defaults from FinRL and xmrl.txt M.5, what they leave open as noted.</summary>
public sealed record StockOptions
{
    /// <summary>Cash at the start, in the currency of the prices, in [1, 1e9]. Default 1,000,000 (FinRL).</summary>
    public double InitialCash { get; init => field = InRange(value, 1, 1e9); } = 1_000_000;

    /// <summary>Shares of one ticker that an action of 1 buys on one day, in (0, 1e6]. Default 100 (FinRL's hmax).</summary>
    public double MaximumShares { get; init => field = InRange(value, 1e-6, 1e6); } = 100;

    /// <summary>Cost of a purchase or sale as a share of its amount, in [0, 0.5]. Default 0.001 (FinRL).</summary>
    public double CostRate { get; init => field = InRange(value, 0, 0.5); } = 0.001;

    /// <summary>Whether shares are traded whole, cutting fractions off. Default true (FinRL).</summary>
    public bool WholeShares { get; init; } = true;

    /// <summary>Reward per unit of currency, in (0, 1]. Default 0.001 (ours): a reward of 1 is a thousand.</summary>
    public double RewardScale { get; init => field = InRange(value, 1e-9, 1); } = 1e-3;

    /// <summary>p₂ per unit of currency spent on purchases on a day above the threshold, in [0, 1000]. Default 1 (xmrl.txt M.5: p₂ is the
    /// amount bought; see docs/environments.md).</summary>
    public double RiskWeight { get; init => field = InRange(value, 0, 1000); } = 1;

    /// <summary>Lowest turbulence threshold of a task, in [0, 1e6]. Default 45 (xmrl.txt M.5).</summary>
    public double LowThreshold { get; init => field = InRange(value, 0, 1e6); } = 45;

    /// <summary>Highest turbulence threshold of a task, above <see cref="LowThreshold"/>, in [0, 1e6]. Default 50 (xmrl.txt M.5).</summary>
    public double HighThreshold { get; init => field = InRange(value, 0, 1e6); } = 50;

    private static double InRange(double value, double low, double high, [CallerMemberName] string name = "")
    {
        if (!(value >= low && value <= high))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must lie in [{low}, {high}]; found {value}.");
        }

        return value;
    }
}
