using Microsoft.Extensions.Logging;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Tests;

/// <summary>An experiment without mathematics, which records what it was asked.</summary>
internal sealed class FakeRunner : IExperimentRunner
{
    public string Name => "drone";

    public string Summary => "A drone finds its goal.";

    public ExperimentRequest? Request { get; private set; }

    /// <summary>Seconds that are told to be left; null where the run does not say.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>Words beside the progress.</summary>
    public string Details { get; init; } = "return";

    public Func<ExperimentRequest, CancellationToken, ExperimentOutcome> Work { get; init; } = (request, _) => Outcome(request);

    public string ResolveConfiguration(ExperimentRequest request) => ConfigurationWriter.Write(
        ConfigurationReader.Read<FakeConfiguration>(
            request.ConfigurationFile is string file
                ? ConfigurationReader.LoadText(file)
                : "", request.ConfigurationFile ?? "built-in", request.Overrides));

    public ExperimentOutcome Run(ExperimentRequest request, IProgress<StageProgress> progress, ILogger log, CancellationToken token)
    {
        Request = request;
        log.LogWarning("The wind is strong.");
        for (int i = 0; i <= 3; i++)
        {
            progress.Report(new StageProgress("training", 0, 2, i, 3, $"{Details} {i}") { SecondsLeft = SecondsLeft });
        }

        progress.Report(new StageProgress("evaluating", 1, 2, 0, 0, ""));
        return Work(request, token);
    }

    internal static ExperimentOutcome Outcome(ExperimentRequest request) => new()
    {
        RunDirectory = request.OutputDirectory,
        Rows =
        [
            new SummaryRow { Method = "MAML", Measure = "success", Score = 0.87, Low = 0.85, High = 0.89 },
            new SummaryRow
            {
                Method = "MAML + XMRL",
                Measure = "success",
                Score = double.NaN,
                Difference = 0.1,
                PValue = 1e-9,
                Verdict = "reproduced",
            },
        ],
        Notes = ["A note."],
    };
}
