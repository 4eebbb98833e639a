using System.Collections.Immutable;

namespace Xmrl.Import.Arrays;

/// <summary>An array of a .npz file.</summary>
/// <param name="Shape">Lengths of the axes, outermost first; empty for a scalar.</param>
/// <param name="Values">The elements in row-major order.</param>
internal sealed record NumpyArray(ImmutableArray<int> Shape, double[] Values);
