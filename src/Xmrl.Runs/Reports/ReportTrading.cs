namespace Xmrl.Runs.Reports;

/// <summary>What accounts did on a market: shown day by day, before and after the repair, against buying and holding. All amounts are in
/// the currency of the prices.</summary>
internal sealed record ReportTrading
{
    /// <summary>The market, in a few words, such as "30 tickers from prices.csv.gz".</summary>
    public required string Market { get; init; }

    /// <summary>The days, yyyy-MM-dd, ascending. Shape [T].</summary>
    public string[] Days { get; init; } = [];

    /// <summary>The turbulence index of each day. Shape [T].</summary>
    public double[] Turbulence { get; init; } = [];

    /// <summary>Value of an account that spends the same on every ticker on the first day and then waits. Shape [T].</summary>
    public double[] BuyAndHold { get; init; } = [];

    /// <summary>The accounts of a few poor tasks.</summary>
    public IReadOnlyList<ReportAccount> Accounts { get; init; } = [];
}
