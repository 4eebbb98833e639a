namespace Xmrl.Benchmarks;

/// <summary>Speed of one measurement.</summary>
/// <param name="PerSecond">Environment steps per second on the clock, of all threads together.</param>
/// <param name="PerProcessorSecond">Environment steps per second of processor time: what else the machine does hardly enters.</param>
internal readonly record struct PlayRate(double PerSecond, double PerProcessorSecond);
