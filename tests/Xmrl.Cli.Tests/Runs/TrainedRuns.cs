using Xmrl.Cli.Tests.EndToEnd;
using Xmrl.Experiments.Definitions;

namespace Xmrl.Cli.Tests.Runs;

/// <summary>Two learners with two seeds each, trained once for all tests of a class.</summary>
public sealed class TrainedRuns : IDisposable
{
    private readonly CliFixture _cli = new() { Experiments = ExperimentRegistry.BuiltIn };

    public TrainedRuns()
    {
        foreach (string learner in new[] { "maml", "promp" })
        {
            string[] line = TinyArguments.Train(Folder, "navigation2d", learner, "--seeds", "2", "--quiet");
            _cli.Run(line).ShouldBe(ExitCode.Ok, _cli.Error);
        }
    }

    /// <summary>Folder with the runs.</summary>
    public string Folder => _cli["runs"];

    /// <summary>The runs of a learner.</summary>
    public string[] Of(string learner) => [.. new[] { 1, 2 }.Select(seed => Path.Combine(Folder, $"navigation2d-{learner}-seed{seed}"))];

    public void Dispose() => _cli.Dispose();
}
