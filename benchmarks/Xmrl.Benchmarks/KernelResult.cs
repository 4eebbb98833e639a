namespace Xmrl.Benchmarks;

/// <summary>Speed of one kernel beside the machine's own peak, both measured in the same moments.</summary>
/// <param name="Name">Kernel and shape.</param>
/// <param name="Wide">Whether this is a product of a 64- or 100-wide hidden layer and nothing else; with an activation, whose work is not
/// counted, it is not.</param>
/// <param name="Bits">Width of the vectors that the kernels use: 512, 256 or 128.</param>
/// <param name="Gflops">Useful GFLOP/s: 2·M·N·K per product, nothing counted for bias and activation. Median.</param>
/// <param name="PeakGflops">Peak of fused multiply-adds on one core, GFLOP/s. Median.</param>
/// <param name="Ratio">Median of the ratio of the two, each pair measured back to back.</param>
public sealed record KernelResult(string Name, bool Wide, int Bits, double Gflops, double PeakGflops, double Ratio);
