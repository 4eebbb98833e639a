using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Xmrl.Numerics.Kernels.Operators;

namespace Xmrl.Numerics.Kernels;

/// <summary>One loop for all elementwise operators.</summary>
/// <remarks>Every element passes through the same vector code, whatever its position: what does not fill a vector is padded to one.
/// A destination may be the same memory as an input, but must not overlap one otherwise.</remarks>
internal static unsafe class Elementwise
{
    /// <summary>destinationᵢ = f(xᵢ).</summary>
    /// <typeparam name="TOperator">The function f, applied to each element.</typeparam>
    /// <param name="x">Arguments. Any length.</param>
    /// <param name="destination">Receives the results. Same length.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the destination overlaps the input without being the same.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<TOperator>(ReadOnlySpan<Real> x, Span<Real> destination)
        where TOperator : struct, IUnaryOperator
    {
        Check(x, destination, nameof(x));
        nint lanes = Vector512<Real>.Count;
        nint full = destination.Length - (destination.Length % lanes);
        fixed (Real* px = &MemoryMarshal.GetReference(x))
        fixed (Real* pd = &MemoryMarshal.GetReference(destination))
        {
            for (nint i = 0; i < full; i += lanes)
            {
                TOperator.Invoke(Vector512.Load(px + i)).Store(pd + i);
            }

            int tail = destination.Length - (int)full;
            if (tail > 0)
            {
                StoreTail(TOperator.Invoke(LoadTail(px + full, tail)), pd + full, tail);
            }
        }
    }

    /// <summary>destinationᵢ = f(xᵢ, yᵢ).</summary>
    /// <typeparam name="TOperator">The function f, applied to each element.</typeparam>
    /// <param name="x">First arguments. Any length.</param>
    /// <param name="y">Second arguments. Same length.</param>
    /// <param name="destination">Receives the results. Same length.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the destination overlaps an input without being the same.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<TOperator>(ReadOnlySpan<Real> x, ReadOnlySpan<Real> y, Span<Real> destination)
        where TOperator : struct, IBinaryOperator
    {
        Check(x, destination, nameof(x));
        Check(y, destination, nameof(y));
        nint lanes = Vector512<Real>.Count;
        nint full = destination.Length - (destination.Length % lanes);
        fixed (Real* px = &MemoryMarshal.GetReference(x))
        fixed (Real* py = &MemoryMarshal.GetReference(y))
        fixed (Real* pd = &MemoryMarshal.GetReference(destination))
        {
            for (nint i = 0; i < full; i += lanes)
            {
                TOperator.Invoke(Vector512.Load(px + i), Vector512.Load(py + i)).Store(pd + i);
            }

            int tail = destination.Length - (int)full;
            if (tail > 0)
            {
                StoreTail(TOperator.Invoke(LoadTail(px + full, tail), LoadTail(py + full, tail)), pd + full, tail);
            }
        }
    }

    /// <summary>destinationᵢ = f(xᵢ, y) with one y for all: <see cref="MultiplyOperator"/> scales, <see cref="AddOperator"/>
    /// shifts.</summary>
    /// <typeparam name="TOperator">The function f, applied to each element.</typeparam>
    /// <param name="x">First arguments. Any length.</param>
    /// <param name="y">Second argument.</param>
    /// <param name="destination">Receives the results. Same length.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the destination overlaps the input without being the same.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<TOperator>(ReadOnlySpan<Real> x, Real y, Span<Real> destination)
        where TOperator : struct, IBinaryOperator
    {
        Check(x, destination, nameof(x));
        Vector512<Real> second = Vector512.Create(y);
        nint lanes = Vector512<Real>.Count;
        nint full = destination.Length - (destination.Length % lanes);
        fixed (Real* px = &MemoryMarshal.GetReference(x))
        fixed (Real* pd = &MemoryMarshal.GetReference(destination))
        {
            for (nint i = 0; i < full; i += lanes)
            {
                TOperator.Invoke(Vector512.Load(px + i), second).Store(pd + i);
            }

            int tail = destination.Length - (int)full;
            if (tail > 0)
            {
                StoreTail(TOperator.Invoke(LoadTail(px + full, tail), second), pd + full, tail);
            }
        }
    }

    /// <summary>destinationᵢ = f(xᵢ, yᵢ, zᵢ).</summary>
    /// <typeparam name="TOperator">The function f, applied to each element.</typeparam>
    /// <param name="x">First arguments. Any length.</param>
    /// <param name="y">Second arguments. Same length.</param>
    /// <param name="z">Third arguments. Same length.</param>
    /// <param name="destination">Receives the results. Same length.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the destination overlaps an input without being the same.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<TOperator>(ReadOnlySpan<Real> x, ReadOnlySpan<Real> y, ReadOnlySpan<Real> z, Span<Real> destination)
        where TOperator : struct, ITernaryOperator
    {
        Check(x, destination, nameof(x));
        Check(y, destination, nameof(y));
        Check(z, destination, nameof(z));
        nint lanes = Vector512<Real>.Count;
        nint full = destination.Length - (destination.Length % lanes);
        fixed (Real* px = &MemoryMarshal.GetReference(x))
        fixed (Real* py = &MemoryMarshal.GetReference(y))
        fixed (Real* pz = &MemoryMarshal.GetReference(z))
        fixed (Real* pd = &MemoryMarshal.GetReference(destination))
        {
            for (nint i = 0; i < full; i += lanes)
            {
                TOperator.Invoke(Vector512.Load(px + i), Vector512.Load(py + i), Vector512.Load(pz + i)).Store(pd + i);
            }

            int tail = destination.Length - (int)full;
            if (tail > 0)
            {
                Vector512<Real> result = TOperator.Invoke(LoadTail(px + full, tail), LoadTail(py + full, tail), LoadTail(pz + full, tail));
                StoreTail(result, pd + full, tail);
            }
        }
    }

    internal static Vector512<Real> LoadTail(Real* source, int count)
    {
        Vector512<Real> vector = default;
        Unsafe.CopyBlockUnaligned(&vector, source, (uint)(count * sizeof(Real)));
        return vector;
    }

    internal static void StoreTail(Vector512<Real> vector, Real* destination, int count) =>
        Unsafe.CopyBlockUnaligned(destination, &vector, (uint)(count * sizeof(Real)));

    private static void Check(ReadOnlySpan<Real> input, ReadOnlySpan<Real> destination, string name)
    {
        if (input.Length != destination.Length)
        {
            ThrowLength(input.Length, destination.Length, name);
        }

        if (input.Overlaps(destination, out int offset) && offset != 0)
        {
            ThrowOverlap(offset, name);
        }
    }

    private static void ThrowLength(int length, int expected, string name) =>
        throw new ArgumentException($"{name} needs the length of the destination, {expected}; found {length}.", name);

    private static void ThrowOverlap(int offset, string name) =>
        throw new ArgumentException(
            $"{name} and the destination must be the same memory or not overlap; found them {offset} elements apart.", name);
}
