namespace Xmrl.Benchmarks.Offline;

/// <summary>Time of an outer step of an offline learner.</summary>
/// <param name="Name">Learner, sizes and layers, as in <c>macaw/17x6/3x100/latents 100</c>.</param>
/// <param name="Threads">Number of threads.</param>
/// <param name="Tasks">Tasks of a step.</param>
/// <param name="Parameters">Meta-parameters.</param>
/// <param name="Seconds">Seconds on the clock per step, the median of blocks of steps.</param>
/// <param name="ProcessorSeconds">Processor seconds per step over all threads, the smallest of the blocks: other programs add to it by
/// emptying the caches alone.</param>
/// <param name="AllocatedBytes">Bytes allocated per step.</param>
public sealed record OfflineResult(
    string Name, int Threads, int Tasks, int Parameters, double Seconds, double ProcessorSeconds, double AllocatedBytes);
