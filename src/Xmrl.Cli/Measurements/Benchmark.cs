using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Benchmarks;

namespace Xmrl.Cli.Measurements;

/// <summary>A short measurement of speed that users can start by name.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Summary">One line for help.</param>
/// <param name="Run">Measures and gives figures in printing order.</param>
internal sealed record Benchmark(string Name, string Summary, Func<CancellationToken, IEnumerable<BenchmarkFigure>> Run)
{
    /// <summary>The measurements that come with Xmrl.</summary>
    internal static ImmutableArray<Benchmark> BuiltIn { get; } =
    [
        new("kernels", "matrix products on one core, beside the core's peak", token => KernelBenchmark.Run(token).Select(static result =>
            new BenchmarkFigure(result.Name, result.Gflops, "GFLOP/s", string.Create(CultureInfo.InvariantCulture, $"{result.Ratio:0 %} of peak"), result))),
        new("rollouts", "environment steps with a policy, on one core", token => RolloutBenchmark.Run(token).Select(static result =>
            new BenchmarkFigure(result.Environment, result.StepsPerSecondPerCore, "steps/s", "", result))),
        new("stock", "steps of Stock-v1 with 30 tickers on one core, and the time to load a price file", token =>
        [
            .. StockBenchmark.Run(token).Select(static result => new BenchmarkFigure(result.Environment, result.StepsPerSecondPerCore, "steps/s", "", result)),
            .. PriceFileBenchmark.Run(token),
        ]),
        new("iteration", "one whole meta-iteration, on one and two cores", token => IterationBenchmark.Run(token).Select(static result =>
            new BenchmarkFigure($"{result.Name}, {(result.Threads == 1 ? "1 thread" : $"{result.Threads} threads")}", 1000 * result.Seconds, "ms", string.Create(CultureInfo.InvariantCulture, $"{result.Outer / result.Seconds:0 %} outer step"), result))),
    ];
}
