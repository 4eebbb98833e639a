namespace Xmrl.Benchmarks;

/// <summary>What <see cref="ScalingModel"/> expects of a number of ranks.</summary>
/// <param name="Network">The network.</param>
/// <param name="Ranks">R, one thread each.</param>
/// <param name="Tasks">Tasks per iteration.</param>
/// <param name="Seconds">Seconds of an iteration.</param>
/// <param name="Efficiency">Share of the ranks' time that one rank would need.</param>
/// <param name="WholeVectorEfficiency">The same if every rank received all vectors instead of slices.</param>
/// <param name="Bytes">Bytes that a rank receives per iteration.</param>
public sealed record ScalingResult(
    string Network, int Ranks, int Tasks, double Seconds, double Efficiency, double WholeVectorEfficiency, double Bytes);
