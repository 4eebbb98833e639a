using System.Globalization;
using Xmrl.Numerics.Validation;

namespace Xmrl.Training.Settings;

/// <summary>The market of <c>Stock-v1</c> and the account that trades on it.</summary>
public sealed record MarketSettings : IValidated
{
    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>Price file, CSV or CSV with gzip (see docs/stock.md); null for the generated market.</summary>
    public string? Data { get; init; }

    /// <summary>SHA-256 of the price file, filled in when a run starts: another file under the same name is refused later. Null without a
    /// file.</summary>
    public string? Sha256 { get; init; }

    /// <summary>First day of trading, yyyy-MM-dd. Default 2021-01-01 (xmrl, Section 5, Experiment II).</summary>
    public string FirstDay { get; init; } = "2021-01-01";

    /// <summary>Last day, on which the account is valued, yyyy-MM-dd. Default 2021-12-31 (xmrl, Section 5, Experiment II: up to 2022-01-01,
    /// a holiday).</summary>
    public string LastDay { get; init; } = "2021-12-31";

    /// <summary>Cash at the start, in [1, 1000000000]. Default 1,000,000 (FinRL).</summary>
    /// <unit>units of currency</unit>
    public double InitialCash { get; init; } = 1_000_000;

    /// <summary>Shares of one ticker that an action of 1 buys on one day, in [1E-06, 1000000]. Default 100 (FinRL).</summary>
    /// <unit>shares</unit>
    public double MaximumShares { get; init; } = 100;

    /// <summary>Cost of a trade as a share of its amount, in [0, 0.5]. Default 0.001 (FinRL).</summary>
    /// <unit>share of the amount</unit>
    public double CostRate { get; init; } = 0.001;

    /// <summary>Whether shares are traded whole. Default true (FinRL).</summary>
    public bool WholeShares { get; init; } = true;

    /// <summary>Reward per unit of currency, in [1E-09, 1]. Default 0.001 (chosen by us: a reward of 1 is a thousand).</summary>
    /// <unit>reward per unit of currency</unit>
    public double RewardScale { get; init; } = 1e-3;

    /// <summary>Penalty p₂ per unit of currency spent on purchases above the threshold, in [0, 1000]. Default 1 (xmrl, Appendix M.5: p₂ is
    /// the amount bought).</summary>
    /// <unit>factor</unit>
    public double RiskWeight { get; init; } = 1;

    /// <summary>Lowest turbulence threshold of a task, in [0, 1000000]. Default 45 (xmrl, Appendix M.5).</summary>
    /// <unit>turbulence</unit>
    public double LowThreshold { get; init; } = 45;

    /// <summary>Highest turbulence threshold of a task, above the lowest, in [0, 1000000]. Default 50 (xmrl, Appendix M.5).</summary>
    /// <unit>turbulence</unit>
    public double HighThreshold { get; init; } = 50;

    internal DateOnly First => DateOnly.ParseExact(FirstDay, DateFormat, CultureInfo.InvariantCulture);

    internal DateOnly Last => DateOnly.ParseExact(LastDay, DateFormat, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate()
    {
        if (!(HighThreshold > LowThreshold))
        {
            yield return new ValidationError(
                nameof(HighThreshold), $"above lowThreshold = {LowThreshold.ToString("R", CultureInfo.InvariantCulture)}",
                HighThreshold.ToString("R", CultureInfo.InvariantCulture));
        }

        if (Data is not null && (string.IsNullOrWhiteSpace(Data) || Data.Contains('\0', StringComparison.Ordinal)))
        {
            yield return new ValidationError(nameof(Data), "the path of a CSV file, or null", $"\"{Data}\"");
        }

        foreach (ValidationError error in (IEnumerable<ValidationError>)
            [
                .. Date(nameof(FirstDay), FirstDay),
                .. Date(nameof(LastDay), LastDay),
                .. NumberRange.Closed(1, 1e9).Check(nameof(InitialCash), InitialCash),
                .. NumberRange.Closed(1e-6, 1e6).Check(nameof(MaximumShares), MaximumShares),
                .. NumberRange.Closed(0, 0.5).Check(nameof(CostRate), CostRate),
                .. NumberRange.Closed(1e-9, 1).Check(nameof(RewardScale), RewardScale),
                .. NumberRange.Closed(0, 1000).Check(nameof(RiskWeight), RiskWeight),
                .. NumberRange.Closed(0, 1e6).Check(nameof(LowThreshold), LowThreshold),
                .. NumberRange.Closed(0, 1e6).Check(nameof(HighThreshold), HighThreshold),
            ])
        {
            yield return error;
        }
    }

    private static IEnumerable<ValidationError> Date(string path, string text) =>
        DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? []
            : [new ValidationError(path, "a date as 2021-01-04", text)];
}
