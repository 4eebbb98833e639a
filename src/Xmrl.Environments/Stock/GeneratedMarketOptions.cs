namespace Xmrl.Environments.Stock;

/// <summary>What <see cref="GeneratedMarket"/> generates. All values are ours.</summary>
public sealed record GeneratedMarketOptions
{
    /// <summary>Seed of all prices. Default 2030: the first from 2021 on whose year gains, and has at least four days with a turbulence
    /// between 45 and 50.</summary>
    public ulong Seed { get; init; } = 2030;

    /// <summary>Number of tickers, ≥ 1. Default 10.</summary>
    public int Tickers
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(Tickers));
            field = value;
        }
    }

    = 10;

    /// <summary>First day; prices exist on weekdays. Default 2 December 2019, enough for the trailing year of turbulence.</summary>
    public DateOnly First { get; init; } = new(2019, 12, 2);

    /// <summary>Last day. Default the end of 2021.</summary>
    public DateOnly Last { get; init; } = new(2021, 12, 31);
}
