using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Reproduction;
using Xmrl.Reproduction.Running;
using Xmrl.Reproduction.Verdicts;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;

namespace Xmrl.Offline.Tests.Study;

/// <summary>Makes a table at quick scale with one seed, as the command does.</summary>
internal static class StudyHost
{
    /// <summary>Makes it, or stops at a place.</summary>
    /// <param name="table">The table.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="overrides">Settings that go over those of its runs.</param>
    /// <param name="stop">Words of the place where it is stopped; null for nowhere.</param>
    /// <param name="resumes">Whether it goes on in its folder.</param>
    /// <returns>What the folder's results.json holds.</returns>
    public static ReproductionResult Run(
        TableReproduction table, string folder, ImmutableArray<string> overrides,
        (string Place, CancellationTokenSource Source)? stop = null, bool resumes = false)
    {
        new ExperimentHost().Run(
            new ReproductionRunner(table),
            new ExperimentRequest
            {
                Experiment = table.Id,
                Action = ExperimentAction.Reproduce,
                Seed = 1,
                Seeds = 1,
                OutputDirectory = folder,
                Threads = 2,
                Quick = true,
                SaveEvery = TimeSpan.Zero,
                Overrides = overrides,
                ResumeFrom = resumes ? folder : null,
            },
            new StoppingProgress(stop),
            NullLogger.Instance,
            stop?.Source.Token ?? CancellationToken.None);
        return RunJson.Read<ReproductionResult>(Path.Combine(folder, "results.json"));
    }
}
