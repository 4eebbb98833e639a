using Xmrl.Experiments.Configuration;
using Xmrl.Experiments.Settings;
using Xmrl.Rl.Environments.Stock;

namespace Xmrl.Experiments.MarketData;

/// <summary>Builds <c>Stock-v1</c> from its settings.</summary>
public static class MarketFactory
{
    /// <summary>The environments.</summary>
    /// <param name="settings">Market and account.</param>
    /// <returns>The family.</returns>
    /// <exception cref="ConfigurationException">The price file cannot be used for these settings, or is not the one that the run began with.</exception>
    public static StockFamily Family(MarketSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new StockFamily(Market(settings), new StockOptions
        {
            InitialCash = settings.InitialCash,
            MaximumShares = settings.MaximumShares,
            CostRate = settings.CostRate,
            WholeShares = settings.WholeShares,
            RewardScale = settings.RewardScale,
            RiskWeight = settings.RiskWeight,
            LowThreshold = settings.LowThreshold,
            HighThreshold = settings.HighThreshold,
        });
    }

    /// <summary>The settings with the hash of their price file, by which it is known again.</summary>
    /// <param name="settings">Market and account.</param>
    /// <returns>The same settings without a file.</returns>
    /// <exception cref="ConfigurationException">The file cannot be read.</exception>
    public static MarketSettings WithHash(MarketSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings with { Sha256 = settings.Data is null ? null : Read(settings).Sha256 };
    }

    private static StockMarket Market(MarketSettings settings)
    {
        try
        {
            return new StockMarket(settings.Data is null ? GeneratedMarket.Create() : PricePanel.Build(Read(settings), settings.Last), settings.First, settings.Last);
        }
        catch (Exception error) when (error is InvalidDataException or ArgumentException)
        {
            throw new ConfigurationException($"market: {error.Message}");
        }
    }

    private static PriceFile Read(MarketSettings settings)
    {
        PriceFile file;
        try
        {
            file = PriceFile.Read(settings.Data!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new ConfigurationException($"The price file {settings.Data} cannot be read: {error.Message}");
        }

        return settings.Sha256 is null || settings.Sha256 == file.Sha256
            ? file
            : throw new ConfigurationException($"The price file {settings.Data} has the SHA-256 {file.Sha256}; the run began with {settings.Sha256}.");
    }
}
