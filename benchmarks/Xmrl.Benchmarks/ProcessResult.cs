namespace Xmrl.Benchmarks;

/// <summary>Meta-iterations by several processes beside the same work by one.</summary>
/// <param name="Name">Learner, environment and hidden layers, as in <c>maml-trpo/Navigation2D-v1/2x100</c>.</param>
/// <param name="Tasks">Tasks per iteration.</param>
/// <param name="Parameters">Meta-parameters.</param>
/// <param name="Processes">Number of processes, one thread each.</param>
/// <param name="SecondsAlone">Seconds of an iteration by one process and one thread.</param>
/// <param name="Seconds">Seconds of an iteration by all.</param>
/// <param name="BusySeconds">Of <see cref="SecondsAlone"/>, those in work that is divided; every process repeats the rest.</param>
/// <param name="Exchanges">Times per iteration that the processes wait for each other.</param>
/// <param name="Gathered">Numbers per iteration that every process receives.</param>
/// <param name="Summed">Numbers per iteration that are summed over tasks.</param>
public sealed record ProcessResult(
    string Name, int Tasks, int Parameters, int Processes, double SecondsAlone, double Seconds, double BusySeconds, double Exchanges,
    double Gathered, double Summed)
{
    /// <summary>Share of the processes' time that the same work takes alone.</summary>
    public double Efficiency => SecondsAlone / (Processes * Seconds);
}
