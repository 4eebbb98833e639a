using Xmrl.Numerics.Parallel;

namespace Xmrl.Benchmarks;

/// <summary>Measures an iteration on this machine and extrapolates it to 2 to 512 ranks: with 40 tasks for all, and with one and with four
/// tasks for each.</summary>
public static class ScalingBenchmark
{
    private const int FixedTasks = 40;

    private static readonly int[] s_ranks = [2, 4, 8, 16, 32, 64, 128, 256, 512];

    /// <summary>Measures and extrapolates; takes about twenty seconds.</summary>
    /// <param name="cancellation">Checked between tasks.</param>
    /// <returns>Network after network.</returns>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public static IReadOnlyList<ScalingResult> Run(CancellationToken cancellation)
    {
        IReadOnlyList<ProcessResult> measured = ProcessBenchmark.Run(SingleProcess.Instance, cancellation);
        var model = new ScalingModel(measured[0], measured[1]);
        return [.. from network in new[] { NetworkModel.Ethernet, NetworkModel.InfiniBand }
                   from tasks in new Func<int, int>[] { _ => FixedTasks, ranks => ranks, ranks => 4 * ranks }
                   from ranks in s_ranks
                   select new ScalingResult(
                       network.Name,
                       ranks,
                       tasks(ranks),
                       model.Seconds(network, ranks, tasks(ranks), true),
                       model.Efficiency(network, ranks, tasks(ranks)),
                       model.Efficiency(network, ranks, tasks(ranks), false),
                       model.Bytes(ranks, tasks(ranks), true))];
    }
}
