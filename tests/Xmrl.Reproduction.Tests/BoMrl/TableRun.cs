using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Fixtures;
using Xmrl.Reproduction.BoMrl;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;

namespace Xmrl.Reproduction.Tests.BoMrl;

/// <summary>A run on exact tables in a folder of its own.</summary>
internal sealed class TableRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RunDirectory Directory => RunDirectory.Open(_folder["run"]);

    public TabularFigures Figures => TabularFigures.Read(Directory);

    public ExperimentOutcome Run(
        TabularConfiguration settings, ulong seed = 1, bool isQuick = false, ImmutableArray<string> overrides = default)
        => new ExperimentHost().Run(
            new TabularExperiment(settings),
            new ExperimentRequest
            {
                Experiment = "frozenlake-tables",
                Action = ExperimentAction.Train,
                Seed = seed,
                OutputDirectory = _folder["run"],
                Threads = 1,
                Quick = isQuick,
                Overrides = overrides.IsDefault ? [] : overrides,
            },
            new Progress<StageProgress>(),
            NullLogger.Instance,
            CancellationToken.None);

    public void Dispose() => _folder.Dispose();
}
