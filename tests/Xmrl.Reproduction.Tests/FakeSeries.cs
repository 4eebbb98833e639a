using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Reproduction.Tests;

/// <summary>An experiment without mathematics: a run's value is a function of its seed, and takes four steps to find.</summary>
internal sealed class FakeSeries(string row, Func<ulong, double> value) : IExperimentRunner
{
    internal const string Column = "score";
    internal const int Steps = 4;

    /// <summary>Seeds in the order in which runs began or went on.</summary>
    internal List<ulong> Began { get; } = [];

    /// <summary>Called after every step with seed and step.</summary>
    internal Action<ulong, int> AfterStep { get; set; } = (_, _) => { };

    /// <summary>Seconds that are told to be left, whatever is done; null where the run does not say.</summary>
    internal double? SecondsLeft { get; set; }

    /// <summary>Share of the run that is told to be done; null where the run does not say.</summary>
    internal double? Share { get; set; }

    public string Name => "fake";

    public string Summary => "A fake.";

    /// <summary>A table of two rows, A above B by 1 in the paper.</summary>
    internal static TableReproduction Table(FakeSeries a, FakeSeries b, PaperValue? paperOfA = null, PaperValue? paperOfB = null) => new()
    {
        Id = "fake/table1",
        Summary = "A fake table.",
        Protocol = new ReproductionProtocol
        {
            Source = "Nobody (2000), Table 1",
            Measure = "A number.",
            Stated = ["Nothing (§1)."],
            Assumptions = ["Everything."],
            References = [new ReferenceValue("doing nothing", Column, 0, "By definition.")],
        },
        Cells =
        [
            new("A", Column, paperOfA ?? new PaperValue(11, 0.5)), new("B", Column, paperOfB ?? new PaperValue(10, 0.5)),
            new("B − A", Column, null),
        ],
        Claims = [new("A", "B", Column)],
        Seeds = 3,
        Series = [a.Series("a"), b.Series("b")],
    };

    internal ReproductionSeries Series(string name) => new()
    {
        Name = name,
        Label = row,
        Runner = this,
        Read = run => SeriesFigures.Of(
            run,
            [
                KeyValuePair.Create(
                    ReproductionCell.KeyOf(row, Column),
                    double.Parse(File.ReadAllText(run.File("value.txt")), CultureInfo.InvariantCulture)),
            ]) with
        {
            Interactions = 100,
            Seconds = 2,
        },
    };

    public string ResolveConfiguration(ExperimentRequest request) => ConfigurationWriter.Write(
        ConfigurationReader.Read<FakeSettings>(
            request.ConfigurationFile is { } file ? ConfigurationReader.LoadText(file) : "{}", row, request.Overrides));

    public double? ExpectedSteps(string configuration, ExperimentRequest request, bool hasBase) => row == "A" ? 100 : 300;

    public ExperimentOutcome Run(ExperimentRequest request, IProgress<StageProgress> progress, ILogger log, CancellationToken token)
    {
        Began.Add(request.Seed);
        string steps = Path.Combine(request.OutputDirectory, "steps.txt");
        for (int step = File.Exists(steps) ? File.ReadAllLines(steps).Length : 0; step < Steps; step++)
        {
            token.ThrowIfCancellationRequested();
            File.AppendAllText(steps, $"{step}\n");
            progress.Report(new StageProgress("training", 0, 1, step + 1, Steps, string.Empty)
            {
                SecondsLeft = SecondsLeft,
                Share = Share,
            });
            AfterStep(request.Seed, step);
        }

        token.ThrowIfCancellationRequested();
        File.WriteAllText(
            Path.Combine(request.OutputDirectory, "value.txt"), value(request.Seed).ToString("R", CultureInfo.InvariantCulture));
        return new ExperimentOutcome { RunDirectory = request.OutputDirectory };
    }

    private sealed record FakeSettings
    {
        public double Speed { get; init; } = 1;

        public ImmutableArray<int> Sizes { get; init; } = [3];
    }
}
