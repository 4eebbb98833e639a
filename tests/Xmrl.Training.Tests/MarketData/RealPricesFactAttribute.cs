namespace Xmrl.Training.Tests.MarketData;

/// <summary>A test on real prices, which are not part of the repository; skipped, with the reason, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealPricesFactAttribute : FactAttribute
{
    private const string Place = "shared/data/dow30_daily_with_adjclose.csv.gz";

    public RealPricesFactAttribute()
    {
        if (FilePath is null)
        {
            Skip = $"No real prices at ../{Place} beside the repository.";
        }
    }

    /// <summary>The price file beside the repository, or null where there is none.</summary>
    public static string? FilePath
    {
        get
        {
            for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Xmrl.slnx")))
                {
                    string file = Path.Combine(folder.Parent?.FullName ?? string.Empty, Place);
                    return File.Exists(file) ? file : null;
                }
            }

            return null;
        }
    }
}
