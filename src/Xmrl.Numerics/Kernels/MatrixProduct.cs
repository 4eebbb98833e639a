using System.Runtime.InteropServices;
using Xmrl.Numerics.Kernels.Vectors;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Numerics.Kernels;

/// <summary>Dense products of small weights with wide activations. Samples are columns.</summary>
/// <remarks>Every element is one chain of fused multiply-adds in ascending order of the contracted index (<c>Multiply</c>,
/// <c>MultiplyTransposedLeft</c>, <c>Linear</c>), so a sample's result does not depend on the batch that it is computed in.
/// An element of <c>MultiplyTransposedRight</c> depends on its two rows alone. Destinations must not overlap inputs.
/// Padding between rows is neither read nor written. NaN and infinities propagate as in a plain loop.</remarks>
internal static unsafe class MatrixProduct
{
    /// <summary>C = A·B.</summary>
    /// <param name="a">Shape [M, K]: weights.</param>
    /// <param name="b">Shape [K, N]: activations, N samples.</param>
    /// <param name="destination">Shape [M, N].</param>
    /// <exception cref="ArgumentException">Shapes do not fit.</exception>
    public static void Multiply(ConstMatrix a, ConstMatrix b, Matrix destination) => Multiply(a, b, destination, default);

    /// <summary>C = 1·rᵀ + A·B; the chain of an element starts at its column's r.</summary>
    /// <param name="a">Shape [M, K].</param>
    /// <param name="b">Shape [K, N].</param>
    /// <param name="row">Row r. Shape [N]; no overlap with the destination.</param>
    /// <param name="destination">Result C. Shape [M, N].</param>
    /// <exception cref="ArgumentException">Shapes do not fit.</exception>
    public static void MultiplyAddRow(ConstMatrix a, ConstMatrix b, ReadOnlySpan<Real> row, Matrix destination)
    {
        if (row.Length != destination.Columns)
        {
            throw new ArgumentException($"row needs one element per column, {destination.Columns}; found {row.Length}.", nameof(row));
        }

        Multiply(a, b, destination, new ProductEnding { Row = row });
    }

    internal static void Multiply(ConstMatrix a, ConstMatrix b, Matrix destination, ProductEnding ending)
    {
        CheckShapes(a.Columns, b.Rows, a.Rows, b.Columns, destination);
        fixed (Real* left = &MemoryMarshal.GetReference(a.Data))
        {
            ProductTile tile = new() { Left = left, LeftStride = a.Stride, LeftStep = 1, Depth = a.Columns };
            Product(tile, [], b, Activation.Identity, destination, ending);
        }
    }

    /// <summary>C = Aᵀ·B: the input gradient of a layer.</summary>
    /// <param name="a">Shape [K, M]: weights.</param>
    /// <param name="b">Shape [K, N]: output gradients, N samples.</param>
    /// <param name="destination">Shape [M, N].</param>
    /// <exception cref="ArgumentException">Shapes do not fit.</exception>
    public static void MultiplyTransposedLeft(ConstMatrix a, ConstMatrix b, Matrix destination)
        => MultiplyTransposedLeft(a, b, destination, default);

    internal static void MultiplyTransposedLeft(ConstMatrix a, ConstMatrix b, Matrix destination, ProductEnding ending)
    {
        CheckShapes(a.Rows, b.Rows, a.Columns, b.Columns, destination);
        fixed (Real* left = &MemoryMarshal.GetReference(a.Data))
        {
            ProductTile tile = new() { Left = left, LeftStride = 1, LeftStep = a.Stride, Depth = a.Rows };
            Product(tile, [], b, Activation.Identity, destination, ending);
        }
    }

    /// <summary>C = A·Bᵀ: the weight gradient of a layer, contracted over samples.</summary>
    /// <param name="a">Shape [M, K]: output gradients, K samples.</param>
    /// <param name="b">Shape [N, K]: inputs, K samples.</param>
    /// <param name="destination">Shape [M, N].</param>
    /// <exception cref="ArgumentException">Shapes do not fit.</exception>
    /// <remarks>The sum over samples runs in vector lanes with a fixed reduction tree: its order depends on K alone.</remarks>
    public static void MultiplyTransposedRight(ConstMatrix a, ConstMatrix b, Matrix destination)
        => MultiplyTransposedRight(a, b, destination, accumulate: false);

    internal static void MultiplyTransposedRight(ConstMatrix a, ConstMatrix b, Matrix destination, bool accumulate)
    {
        CheckShapes(a.Columns, b.Columns, a.Rows, b.Rows, destination);
        if (destination.Rows == 0 || destination.Columns == 0)
        {
            return;
        }

        if (a.Columns < VectorWidth.SumLanes)
        {
            using ScratchRows left = new(a.Rows, VectorWidth.SumLanes);
            using ScratchRows right = new(b.Rows, VectorWidth.SumLanes);
            left.Load(a);
            right.Load(b);
            Dot(left.Vectors, right.Vectors, destination, accumulate);
            return;
        }

        Dot(a, b, destination, accumulate);
    }

    /// <summary>Y = f(W·X + b·1ᵀ): a whole layer in one pass.</summary>
    /// <param name="weights">Weights W. Shape [M, K].</param>
    /// <param name="bias">Bias b. Shape [M], or empty for none.</param>
    /// <param name="input">Input X. Shape [K, N].</param>
    /// <param name="activation">Non-linearity f.</param>
    /// <param name="destination">Result Y. Shape [M, N].</param>
    /// <exception cref="ArgumentException">Shapes do not fit.</exception>
    /// <remarks>The chain of an element starts at its bias.</remarks>
    public static void Linear(ConstMatrix weights, ReadOnlySpan<Real> bias, ConstMatrix input, Activation activation, Matrix destination)
        => Linear(weights, bias, input, activation, destination, default);

    internal static void Linear(
        ConstMatrix weights, ReadOnlySpan<Real> bias, ConstMatrix input, Activation activation, Matrix destination, ProductEnding ending)
    {
        CheckShapes(weights.Columns, input.Rows, weights.Rows, input.Columns, destination);
        if (!bias.IsEmpty && bias.Length != weights.Rows)
        {
            throw new ArgumentException($"bias needs one element per output, {weights.Rows}, or none; found {bias.Length}.", nameof(bias));
        }

        fixed (Real* left = &MemoryMarshal.GetReference(weights.Data))
        {
            ProductTile tile = new() { Left = left, LeftStride = weights.Stride, LeftStep = 1, Depth = weights.Columns };
            Product(tile, bias, input, activation, destination, ending);
        }
    }

    private static void Product(
        ProductTile tile, ReadOnlySpan<Real> bias, ConstMatrix right, Activation activation, Matrix destination, ProductEnding ending)
    {
        if (destination.Rows == 0 || destination.Columns == 0)
        {
            return;
        }

        int lanes = VectorWidth.Lanes;
        if (destination.Columns < lanes)
        {
            for (int i = 0; i < destination.Rows && !ending.Row.IsEmpty; i++)
            {
                ending.Row.CopyTo(destination.Row(i));
            }

            using ScratchRows input = new(right.Rows, lanes);
            using ScratchRows output = new(destination.Rows, lanes);
            using ScratchRows gate = new(ending.Gate.Rows, lanes);
            input.Load(right);
            output.Load(destination);
            gate.Load(ending.Gate);
            Whole(
                tile, bias, input.Vectors, activation, output.Vectors,
                new ProductEnding { Accumulate = ending.Accumulate || !ending.Row.IsEmpty, Gate = gate.Vectors });
            output.Store(destination);
            return;
        }

        Whole(tile, bias, right, activation, destination, ending);
    }

    private static void Whole(
        ProductTile tile, ReadOnlySpan<Real> bias, ConstMatrix right, Activation activation, Matrix destination, ProductEnding ending)
    {
        Real* zeros = stackalloc Real[TallTile.MaximumRows];
        fixed (Real* input = &MemoryMarshal.GetReference(right.Data))
        fixed (Real* start = &MemoryMarshal.GetReference(bias))
        fixed (Real* output = &MemoryMarshal.GetReference(destination.Data))
        fixed (Real* gate = &MemoryMarshal.GetReference(ending.Gate.Data))
        fixed (Real* row = &MemoryMarshal.GetReference(ending.Row))
        {
            bool fromRow = !ending.Row.IsEmpty;
            tile.Accumulate = ending.Accumulate || fromRow;
            tile.AddendShift = fromRow ? (nint)(row - output) : 0;
            tile.AddendStride = fromRow ? 0 : destination.Stride;
            tile.Gate = ending.Gate.Rows == 0 ? null : gate;
            tile.GateStride = ending.Gate.Stride;
            tile.Right = input;
            tile.RightStride = right.Stride;
            tile.Start = bias.IsEmpty ? zeros : start;
            tile.Destination = output;
            tile.DestinationStride = destination.Stride;
            ProductDriver.Run(tile, destination.Rows, destination.Columns, bias.IsEmpty ? 0 : 1, activation);
        }
    }

    private static void Dot(ConstMatrix a, ConstMatrix b, Matrix destination, bool accumulate)
    {
        fixed (Real* left = &MemoryMarshal.GetReference(a.Data))
        fixed (Real* right = &MemoryMarshal.GetReference(b.Data))
        fixed (Real* output = &MemoryMarshal.GetReference(destination.Data))
        {
            DotProductTile tile = new()
            {
                Left = left,
                LeftStride = a.Stride,
                Right = right,
                RightStride = b.Stride,
                Destination = output,
                DestinationRowStep = destination.Stride,
                DestinationColumnStep = 1,
                Samples = a.Columns,
                Accumulate = accumulate,
            };
            DotDriver.Run(tile, a.Rows, b.Rows);
        }
    }

    private static void CheckShapes(int leftDepth, int rightDepth, int rows, int columns, Matrix destination)
    {
        if (leftDepth != rightDepth)
        {
            throw new ArgumentException($"The contracted lengths must agree; found {leftDepth} on the left and {rightDepth} on the right.");
        }

        if (destination.Rows != rows || destination.Columns != columns)
        {
            throw new ArgumentException(
                $"destination must have shape [{rows}, {columns}]; found [{destination.Rows}, {destination.Columns}].",
                nameof(destination));
        }
    }
}
