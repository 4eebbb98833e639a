using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Environments.Stock;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Fixtures;
using Xmrl.Fixtures.Runs;
using Xmrl.Runs.Reports;
using Xmrl.Runs.Reports.Pictures;
using Xmrl.Training.Evaluation;
using Xmrl.Training.Hosting;
using Xmrl.Training.Settings;
using Xmrl.Training.Tests.MarketData;

namespace Xmrl.Experiments.Tests.Definitions;

public sealed class StockExperimentTests
{
    /// <summary>Returns are sums of 260 rewards in float, values of a million have 0.06 of rounding each day.</summary>
    private const double AmountTolerance = 30;

    /// <summary>Nine digits are stored.</summary>
    private const double ShareTolerance = 1e-7;

    [Fact]
    public void Improve_GeneratedMarket_GoesTheWholeWayAndShowsAccounts()
    {
        using var run = new TinyRun();

        ExperimentOutcome outcome = run.Run(
            new TinyOptions { Runner = StockExperiment.Create(), More = ["retrain.methods=[xmrl, continued]", "policy.contextSize=0"] });

        outcome.Rows.Length.ShouldBe(3);
        using FileStream stream = File.OpenRead(run.Directory.ReportDataPath);
        ReportData report = ReportFile.Read(stream);
        ReportScene scene = report.Scene.ShouldNotBeNull();
        scene.Note.ShouldNotBeNull().ShouldStartWith("Prices: generated. 10 tickers.");
        scene.Marks.Single(mark => mark.Label == "buy and hold").Points[0][1].ShouldBe(1_000_000);
        report.Episodes.Select(episode => episode.Phase).Distinct().Count().ShouldBe(2);
        foreach (ReportEpisode episode in report.Episodes)
        {
            double[] values = [.. episode.Marks.Single(mark => mark.Picture == "account").Points.Select(point => point[1])];
            double threshold = report.Tasks.Single(task => task.Id == episode.TaskId).Marks.ShouldHaveSingleItem().Points[0][1];
            HashSet<double> turbulent =
            [
                .. scene.Marks.Single(mark => mark.Picture == "turbulence").Points.Where(point => point[1] > threshold)
                    .Select(point => point[0]),
            ];
            double punished = episode.Marks.Single(mark => mark.Label == "bought").Points
                .Where(point => turbulent.Contains(point[0]))
                .Sum(point => point[1]);
            (1000 * episode.Return!.Value).ShouldBe(values[^1] - values[0] - punished, AmountTolerance);
            episode.Facts[0].Value.ShouldBe((values[^1] / values[0]) - 1, ShareTolerance);
            episode.Facts[1].Value.ShouldBe(punished, AmountTolerance);
        }

        RunEvaluation evaluation = RunEvaluator.Evaluate(
            new ImprovedRun(run.Directory), new EvaluationRequest { Tasks = 2, Steps = 1, Method = "xmrl", Seed = 1, Threads = 2 },
            new Progress<StageProgress>(), NullLogger.Instance, default);
        evaluation.Curve.Count.ShouldBe(2);
    }

    [Fact]
    public void Train_DoubtfulPrices_WarnsInTheLogAndInTheReport()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["prices.csv"], PriceText.TwoYears(static row => row.Date <= new DateOnly(2021, 3, 31) ? row : null));
        using var run = new TinyRun();
        var log = new ListLogger();
        string[] more =
        [
            "meta.iterations=1", "retrain.methods=[continued]", "policy.contextSize=0", .. MarketArgument.Overrides(folder["prices.csv"]),
        ];

        _ = run.Run(new TinyOptions { Runner = StockExperiment.Create(), Action = ExperimentAction.Train, Log = log, More = more });

        // 2021-01-01 was a Friday: 21 + 20 + 23 weekdays until the end of March.
        const string Expected =
            "The prices cover 2021-01-01 to 2021-03-31 of the period 2021-01-01 to 2021-12-31: 64 days of 261 weekdays.";
        log.Lines.ShouldContain((LogLevel.Warning, Expected));
        using FileStream stream = File.OpenRead(run.Directory.ReportDataPath);
        ReportFile.Read(stream).Identity.Statuses.ShouldContain(new ReportStatus(ReportStatusLevel.Warning, Expected));
    }

    [Fact]
    public void BuyAndHold_GeneratedMarket_GainsAboutTheMeanReturnOfTheTickers()
    {
        var family = new StockFamily();
        double[] values = [.. family.Scene.Marks.Single(mark => mark.Label == "buy and hold").Points.Select(point => point.Y)];
        double mean = Enumerable.Range(0, family.Market.Tickers.Length)
            .Average(i => (double)family.Market.Prices(values.Length - 1)[i] / family.Market.Prices(0)[i]);
        (values[^1] / values[0]).ShouldBe(mean, 0.005, "costs of 0.1 % and less than one share of each ticker left in cash");
    }
}
