using System.Globalization;
using Xmrl.Benchmarks;
using Xmrl.Benchmarks.Arms;
using Xmrl.Benchmarks.External;
using Xmrl.Benchmarks.Offline;
using Xmrl.Benchmarks.Training;
using Xmrl.Numerics.Parallel;

namespace Xmrl.Cli.Measurements;

/// <summary>A short measurement of speed that users can start by name.</summary>
/// <param name="Name">Name on the command line.</param>
/// <param name="Summary">One line for help.</param>
/// <param name="Run">Measures and gives figures in printing order.</param>
internal sealed record Benchmark(string Name, string Summary, Func<ICollective, CancellationToken, IEnumerable<BenchmarkFigure>> Run)
{
    /// <summary>Whether all processes take part; otherwise rank 0 measures alone.</summary>
    internal bool IsShared { get; init; }

    /// <summary>The measurements that come with Xmrl.</summary>
    internal static IReadOnlyList<Benchmark> BuiltIn { get; } =
    [
        new(
            "kernels", "matrix products on one core, beside the core's peak",
            (_, token) => KernelBenchmark.Run(token).Select(static result =>
            new BenchmarkFigure(
                result.Name, result.Gflops, "GFLOP/s",
                string.Create(CultureInfo.InvariantCulture, $"{result.Ratio:0 %} of peak, {result.Bits} bits"), result))),
        new("rollouts", "environment steps with a policy, on one core", (_, token) => RolloutBenchmark.Run(token).Select(static result =>
            new BenchmarkFigure(result.Environment, result.StepsPerSecondPerCore, "steps/s", "", result))),
        new(
            "physics", "MuJoCo environments under random actions, beside a bare loop of the engine",
            (_, token) => PhysicsBenchmark.Run(token).Select(static result =>
            new BenchmarkFigure(
                $"{result.Environment}, {(result.Threads == 1 ? "1 thread" : $"{result.Threads} threads")}", result.StepsPerSecond,
                "steps/s",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{result.Ratio:0.0 %} of a loop in {result.BareLanguage}, MuJoCo {result.EngineVersion}"),
                result))),
        new(
            "metaworld", "Meta-World's tasks under random actions, beside a bare loop of the engine",
            (_, token) => ArmBenchmark.Run(token).Select(static result =>
            new BenchmarkFigure(
                $"Meta-World, {result.Task}", result.StepsPerSecond, "steps/s",
                string.Create(CultureInfo.InvariantCulture, $"{result.EngineShare:0.0 %} engine, {result.StepShare:0 %} mj_step"),
                result))),
        new("stock", "steps of Stock-v1 with 30 tickers on one core, and the time to load a price file", (_, token) =>
        [
            .. StockBenchmark.Run(token)
            .Select(static result => new BenchmarkFigure(result.Environment, result.StepsPerSecondPerCore, "steps/s", "", result)),
            .. PriceFileBenchmark.Run(token),
        ]),
        new(
            "external", "steps of environments in another process that do next to nothing, 20 copies in a message",
            (_, token) => ExternalBenchmark.Run(token).Select(static result =>
            new BenchmarkFigure($"external, {result.Program}", result.StepsPerSecond, "steps/s", "", result))),
        new(
            "iteration", "one whole meta-iteration, on one and two cores",
            (_, token) => IterationBenchmark.Run(token).Select(static result =>
            new BenchmarkFigure(
                $"{result.Name}, {(result.Threads == 1 ? "1 thread" : $"{result.Threads} threads")}", 1000 * result.Seconds, "ms",
                string.Create(CultureInfo.InvariantCulture, $"{result.Outer / result.Seconds:0 %} outer step"), result))),
        new(
            "training", "gradients of three trainings on one core, beside the core's peak, and where their time goes",
            (_, token) => TrainingBenchmark.Run(token).Select(static result =>
            new BenchmarkFigure(
                $"{result.Name}, gradients and outer step", result.GigaflopsPerSecond, "GFLOP/s",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{result.Ratio:0 %} of peak, {result.Gigaflop:0.0} GFLOP in an iteration of {1000 * result.Seconds:0} ms: sampling "
                        + $"{result.Sampling:0 %}, advantages {result.Advantages:0 %}, gradients {result.Gradients:0 %}, outer "
                        + $"{result.Outer:0 %}{(TrainingBenchmark.LeftOut is { } sentence ? $"; {sentence}" : "")}"),
                result))),
        new(
            "offline", "outer steps of MACAW on stored rows, on one and two cores",
            (_, token) => OfflineBenchmark.Run(token).Select(static result =>
            new BenchmarkFigure(
                $"{result.Name}, {(result.Threads == 1 ? "1 thread" : $"{result.Threads} threads")}", 1000 * result.Seconds, "ms",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{1000 * result.ProcessorSeconds:0.0} ms of processor time, {result.AllocatedBytes / 1000:0} kB allocated"),
                result))),
        new(
            "processes", "one whole meta-iteration by all processes of mpirun, one thread each, beside one process",
            static (processes, token) => ProcessBenchmark.Run(processes, token).Select(static result =>
            new BenchmarkFigure(
                $"{result.Name}, {result.Tasks} tasks, {(result.Processes == 1 ? "1 process" : $"{result.Processes} processes")}",
                1000 * result.Seconds, "ms",
                string.Create(CultureInfo.InvariantCulture, $"efficiency {result.Efficiency:0 %}, {result.Exchanges:0} exchanges"),
                result)))
        {
            IsShared = true,
        },
        new(
            "startup", "processor time of --version and --help, beside an empty .NET program",
            static (_, token) => ProgramStart.Run(token)),
        new(
            "scaling", "what 2 to 512 processes on two networks would make of it, by a model",
            static (_, token) => ScalingBenchmark.Run(token).Select(static result =>
            new BenchmarkFigure(
                $"{result.Network}, {result.Ranks} ranks, {result.Tasks} tasks", 100 * result.Efficiency, "%",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{1000 * result.Seconds:0.0} ms, {result.Bytes / 1e6:0.0} MB per rank; with whole vectors "
                        + $"{result.WholeVectorEfficiency:0 %}"),
                result))),
    ];
}
