using System.Globalization;
using Xmrl.Runs.Reports;

namespace Xmrl.Dashboard.Tests.Samples;

/// <summary>Invented accounts on an invented market; the same every time.</summary>
internal static class SampleTrading
{
    private const int Days = 120;
    private const double Start = 1_000_000;

    /// <summary>The drone sample with two accounts of its first poor test task: it has no room, but a market.</summary>
    public static ReportData Create()
    {
        ReportData data = ReportSample.Create();
        SampleNoise noise = new(7);
        string task = data.Tasks.First(static task => task.Set == ReportTaskSet.Test && task.IsPoor).Id;
        double[] turbulence = [.. Enumerable.Range(0, Days).Select(_ => 30 + (12 * Math.Abs(noise.Normal())))];
        return data with
        {
            Scene = null,
            Paths = [],
            Trading = new ReportTrading
            {
                Market = "10 tickers, generated prices",
                Days =
                [
                    .. Enumerable.Range(0, Days)
                    .Select(static t => new DateOnly(2021, 1, 4).AddDays(t).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                ],
                Turbulence = turbulence,
                BuyAndHold = Walk(noise, 1e-3),
                Accounts = [Account(task, ReportPathPhase.Before, noise), Account(task, ReportPathPhase.After, noise)],
            },
        };
    }

    private static ReportAccount Account(string task, ReportPathPhase phase, SampleNoise noise) => new()
    {
        TaskId = task,
        Phase = phase,
        Threshold = 47.5,
        Return = 120,
        Values = Walk(noise, phase == ReportPathPhase.After ? 2e-3 : 0),
        Bought = Amounts(noise),
        Sold = Amounts(noise),
    };

    private static double[] Walk(SampleNoise noise, double drift)
    {
        double value = Start;
        return [Start, .. Enumerable.Range(1, Days - 1).Select(_ => value *= 1 + drift + (0.01 * noise.Normal()))];
    }

    private static double[] Amounts(SampleNoise noise)
        => [.. Enumerable.Range(0, Days - 1).Select(_ => Math.Max(0, 50_000 * noise.Normal())), 0];
}
