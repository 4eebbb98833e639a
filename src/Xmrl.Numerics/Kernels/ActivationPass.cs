using System.Runtime.CompilerServices;
using Xmrl.Numerics.Kernels.Operators;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels;

/// <summary>Applies an activation in place to a tile that a product has just written.</summary>
internal static unsafe class ActivationPass
{
    /// <summary>f on the first <paramref name="count"/> elements of each row.</summary>
    /// <typeparam name="TOperator">The function f, applied to each element.</typeparam>
    /// <typeparam name="TVector">The vectors to work with.</typeparam>
    /// <param name="tile">First element of the first row.</param>
    /// <param name="stride">Distance between two rows.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="count">Number of elements per row, at least one vector.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TOperator, TVector>(Real* tile, nint stride, int rows, nint count)
        where TOperator : struct, IUnaryOperator
        where TVector : unmanaged, IRealVector<TVector>
    {
        nint lanes = TVector.Count;
        nint last = count - lanes;
        for (int row = 0; row < rows; row++, tile += stride)
        {
            // The last vector may overlap the one before: it is read before that one is overwritten.
            TVector end = TVector.Load(tile + last);
            nint i = 0;
            for (; i + lanes < last; i += 2 * lanes)
            {
                TVector first = TOperator.Invoke(TVector.Load(tile + i));
                TVector second = TOperator.Invoke(TVector.Load(tile + i + lanes));
                first.Store(tile + i);
                second.Store(tile + i + lanes);
            }

            if (i < last)
            {
                TOperator.Invoke(TVector.Load(tile + i)).Store(tile + i);
            }

            TOperator.Invoke(end).Store(tile + last);
        }
    }

    /// <summary>g·(1 − y²) on the first <paramref name="count"/> outputs g of each row.</summary>
    /// <typeparam name="TVector">The vectors to work with.</typeparam>
    /// <param name="tile">Outputs and y.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="count">Number of elements per row, at least one vector.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gate<TVector>(in ProductTile tile, int rows, nint count)
        where TVector : unmanaged, IRealVector<TVector>
    {
        nint lanes = TVector.Count;
        nint last = count - lanes;
        Real* output = tile.Destination;
        Real* gate = tile.Gate;
        for (int row = 0; row < rows; row++, output += tile.DestinationStride, gate += tile.GateStride)
        {
            TVector end = TVector.Load(output + last);
            for (nint i = 0; i < last; i += lanes)
            {
                MultiplyOneMinusSquareOperator.Invoke(TVector.Load(output + i), TVector.Load(gate + i)).Store(output + i);
            }

            MultiplyOneMinusSquareOperator.Invoke(end, TVector.Load(gate + last)).Store(output + last);
        }
    }
}
