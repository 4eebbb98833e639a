using Xmrl.Environments.Stock;
using Xmrl.Environments.Stock.Prices;
using Xmrl.Training.Configuration;
using Xmrl.Training.Settings;

namespace Xmrl.Training.MarketData;

/// <summary>Builds <c>Stock-v1</c> from its settings.</summary>
internal static class MarketFactory
{
    /// <summary>The environments.</summary>
    /// <param name="settings">Market and account.</param>
    /// <returns>The family.</returns>
    /// <exception cref="ConfigurationException">The price file cannot be used for these settings, or is not the one that the run began
    /// with.</exception>
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

    /// <summary>What the prices of some settings are like.</summary>
    /// <param name="settings">Market and account.</param>
    /// <returns>Whether the file can be used in the settings' period, and what is doubtful; null for the generated market.</returns>
    /// <exception cref="ConfigurationException">The file cannot be read, or is not the one that the run began with.</exception>
    public static PriceReview? Review(MarketSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Data is null ? null : Review(Read(settings), settings);
    }

    /// <summary>As <see cref="Review(MarketSettings)"/>, of a file that has been read.</summary>
    /// <param name="file">The file.</param>
    /// <param name="settings">Market and account; their period is judged.</param>
    /// <returns>Whether the file can be used in the settings' period, and what is doubtful.</returns>
    public static PriceReview Review(PriceFile file, MarketSettings settings)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(settings);
        return PriceReview.Of(file, settings.First, settings.Last);
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
        if (Review(settings) is { } review)
        {
            return review.Market ?? throw new ConfigurationException($"market: {review.Problem}");
        }

        PriceHistory generated = GeneratedMarket.Create();
        return StockMarket.PeriodProblem(generated.Dates, settings.First, settings.Last) is { } problem
            ? throw new ConfigurationException($"market: {problem}")
            : new StockMarket(generated, settings.First, settings.Last);
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
            throw new ConfigurationException($"The price file cannot be read: {error.Message}");
        }

        return settings.Sha256 is null || settings.Sha256 == file.Sha256
            ? file
            : throw new ConfigurationException(
                $"The price file {settings.Data} has the SHA-256 {file.Sha256}; the run began with {settings.Sha256}.");
    }
}
