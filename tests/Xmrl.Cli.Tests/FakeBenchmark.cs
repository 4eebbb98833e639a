using Xmrl.Experiments.Running;

namespace Xmrl.Cli.Tests;

internal sealed class FakeBenchmark(string name) : IBenchmark
{
    public string Name => name;

    public string Summary => "Counts.";

    public IReadOnlyList<BenchmarkFigure> Run(bool quick, int threads, CancellationToken token) =>
        [new BenchmarkFigure($"{name} with {threads}", quick ? 1 : 12345.678, "steps/s")];
}
