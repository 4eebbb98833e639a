using System.Collections.Immutable;

namespace Xmrl.Runs.Onnx;

/// <summary>A constant of a graph.</summary>
/// <param name="Shape">Lengths of the axes, outermost first; empty for a scalar.</param>
/// <param name="Values">The elements in row-major order.</param>
internal sealed record OnnxConstant(ImmutableArray<int> Shape, double[] Values);
