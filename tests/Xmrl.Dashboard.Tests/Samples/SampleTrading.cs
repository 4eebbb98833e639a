using Xmrl.Runs.Reports;
using Xmrl.Runs.Reports.Explanations;
using Xmrl.Runs.Reports.Pictures;

namespace Xmrl.Dashboard.Tests.Samples;

/// <summary>Invented accounts on an invented market, drawn over days; the same every time.</summary>
internal static class SampleTrading
{
    private const int Days = 120;
    private const double Start = 1_000_000;
    private const double Threshold = 47.5;
    private const double FirstDay = 18_631;

    /// <summary>The drone sample with two accounts of its first poor test task: it has no place, but a market.</summary>
    public static ReportData Create()
    {
        ReportData data = ReportSample.Create();
        SampleNoise noise = new(7);
        string task = data.Tasks.First(static task => task.Set == ReportTaskSet.Test && task.IsPoor).Id;
        return data with
        {
            Scene = Scene(noise),
            Tasks =
            [
                .. data.Tasks.Select(item => item with
                {
                    Marks = item.Id == task
                        ? [Mark("turbulence", ReportShape.Line, ReportRole.Limit, "threshold of the task", [Threshold, .. Level()])]
                        : [],
                }),
            ],
            Episodes =
            [
                Account(task, ReportPhase.Before, noise) with { IsAdapted = false }, Account(task, ReportPhase.Before, noise),
                Account(task, ReportPhase.After, noise) with { IsAdapted = false }, Account(task, ReportPhase.After, noise),
            ],
        };
    }

    private static ReportScene Scene(SampleNoise noise)
    {
        ReportAxis days = new() { Label = "day", IsDate = true };
        return new ReportScene
        {
            Pictures =
            [
                Picture("account", "The accounts over the trading period", "value of the account", isDetail: false),
                Picture("turbulence", "Turbulence", "turbulence", isDetail: true),
                Picture("trades", "Trades", "bought, sold downwards", isDetail: true),
            ],
            Marks =
            [
                Mark("account", ReportShape.Line, ReportRole.Reference, "buy and hold", Walk(noise, 1e-3)),
                Mark(
                    "turbulence", ReportShape.Line, ReportRole.Context, "turbulence",
                    [.. Enumerable.Range(0, Days).Select(_ => 30 + (12 * Math.Abs(noise.Normal())))]),
            ],
            Note = "10 tickers.",
        };

        ReportPicture Picture(string name, string title, string y, bool isDetail)
            => new() { Name = name, Title = title, X = days, Y = new ReportAxis { Label = y }, IsDetail = isDetail };
    }

    private static ReportEpisode Account(string task, ReportPhase phase, SampleNoise noise) => new()
    {
        TaskId = task,
        Phase = phase,
        Return = 120,
        Marks =
        [
            Mark("account", ReportShape.Line, ReportRole.Path, "account", Walk(noise, phase == ReportPhase.After ? 2e-3 : 0)),
            Mark("trades", ReportShape.Bars, ReportRole.Path, "bought", Amounts(noise)),
            Mark("trades", ReportShape.Bars, ReportRole.Reference, "sold", [.. Amounts(noise).Select(static amount => -amount)]),
            Mark("trades", ReportShape.Bars, ReportRole.Fault, "bought above the threshold", [.. Amounts(noise).Take(9)]),
        ],
        Facts = [new ReportFact("gain of the account", 0.031, IsShare: true), new ReportFact("bought above the threshold", 1_234_567)],
    };

    private static ReportMark Mark(string picture, ReportShape shape, ReportRole role, string label, double[] values) => new()
    {
        Picture = picture,
        Shape = shape,
        Role = role,
        Label = label,
        Points = [.. values.Select(static (value, t) => new[] { FirstDay + t, value })],
    };

    private static IEnumerable<double> Level() => Enumerable.Repeat(Threshold, Days - 1);

    private static double[] Walk(SampleNoise noise, double drift)
    {
        double value = Start;
        return [Start, .. Enumerable.Range(1, Days - 1).Select(_ => value *= 1 + drift + (0.01 * noise.Normal()))];
    }

    private static double[] Amounts(SampleNoise noise)
        => [.. Enumerable.Range(0, Days - 1).Select(_ => Math.Max(0, 50_000 * noise.Normal())), 0];
}
