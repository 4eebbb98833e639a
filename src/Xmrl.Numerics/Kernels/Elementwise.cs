using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Xmrl.Numerics.Kernels.Operators;
using Xmrl.Numerics.Kernels.Vectors;

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
    public static void Apply<TOperator>(ReadOnlySpan<Real> x, Span<Real> destination)
        where TOperator : struct, IUnaryOperator
    {
        Check(x, destination, nameof(x));
        if (VectorWidth.Is512)
        {
            Run<TOperator, RealVector512>(x, destination);
        }
        else if (VectorWidth.Is256)
        {
            Run<TOperator, RealVector256>(x, destination);
        }
        else
        {
            Run<TOperator, RealVector128>(x, destination);
        }
    }

    /// <summary>destinationᵢ = f(xᵢ, yᵢ).</summary>
    /// <typeparam name="TOperator">The function f, applied to each element.</typeparam>
    /// <param name="x">First arguments. Any length.</param>
    /// <param name="y">Second arguments. Same length.</param>
    /// <param name="destination">Receives the results. Same length.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the destination overlaps an input without being the same.</exception>
    public static void Apply<TOperator>(ReadOnlySpan<Real> x, ReadOnlySpan<Real> y, Span<Real> destination)
        where TOperator : struct, IBinaryOperator
    {
        Check(x, destination, nameof(x));
        Check(y, destination, nameof(y));
        if (VectorWidth.Is512)
        {
            Run<TOperator, RealVector512>(x, y, destination);
        }
        else if (VectorWidth.Is256)
        {
            Run<TOperator, RealVector256>(x, y, destination);
        }
        else
        {
            Run<TOperator, RealVector128>(x, y, destination);
        }
    }

    /// <summary>destinationᵢ = f(xᵢ, y) with one y for all: <see cref="MultiplyOperator"/> scales, <see cref="AddOperator"/>
    /// shifts.</summary>
    /// <typeparam name="TOperator">The function f, applied to each element.</typeparam>
    /// <param name="x">First arguments. Any length.</param>
    /// <param name="y">Second argument.</param>
    /// <param name="destination">Receives the results. Same length.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the destination overlaps the input without being the same.</exception>
    public static void Apply<TOperator>(ReadOnlySpan<Real> x, Real y, Span<Real> destination)
        where TOperator : struct, IBinaryOperator
    {
        Check(x, destination, nameof(x));
        if (VectorWidth.Is512)
        {
            Run<TOperator, RealVector512>(x, y, destination);
        }
        else if (VectorWidth.Is256)
        {
            Run<TOperator, RealVector256>(x, y, destination);
        }
        else
        {
            Run<TOperator, RealVector128>(x, y, destination);
        }
    }

    /// <summary>destinationᵢ = f(xᵢ, yᵢ, zᵢ).</summary>
    /// <typeparam name="TOperator">The function f, applied to each element.</typeparam>
    /// <param name="x">First arguments. Any length.</param>
    /// <param name="y">Second arguments. Same length.</param>
    /// <param name="z">Third arguments. Same length.</param>
    /// <param name="destination">Receives the results. Same length.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the destination overlaps an input without being the same.</exception>
    public static void Apply<TOperator>(ReadOnlySpan<Real> x, ReadOnlySpan<Real> y, ReadOnlySpan<Real> z, Span<Real> destination)
        where TOperator : struct, ITernaryOperator
    {
        Check(x, destination, nameof(x));
        Check(y, destination, nameof(y));
        Check(z, destination, nameof(z));
        if (VectorWidth.Is512)
        {
            Run<TOperator, RealVector512>(x, y, z, destination);
        }
        else if (VectorWidth.Is256)
        {
            Run<TOperator, RealVector256>(x, y, z, destination);
        }
        else
        {
            Run<TOperator, RealVector128>(x, y, z, destination);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TOperator, TVector>(ReadOnlySpan<Real> x, Span<Real> destination)
        where TOperator : struct, IUnaryOperator
        where TVector : unmanaged, IRealVector<TVector>
    {
        nint lanes = TVector.Count;
        nint full = destination.Length - (destination.Length % lanes);
        fixed (Real* px = &MemoryMarshal.GetReference(x))
        fixed (Real* pd = &MemoryMarshal.GetReference(destination))
        {
            for (nint i = 0; i < full; i += lanes)
            {
                TOperator.Invoke(TVector.Load(px + i)).Store(pd + i);
            }

            int tail = destination.Length - (int)full;
            if (tail > 0)
            {
                StoreTail(TOperator.Invoke(LoadTail<TVector>(px + full, tail)), pd + full, tail);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TOperator, TVector>(ReadOnlySpan<Real> x, ReadOnlySpan<Real> y, Span<Real> destination)
        where TOperator : struct, IBinaryOperator
        where TVector : unmanaged, IRealVector<TVector>
    {
        nint lanes = TVector.Count;
        nint full = destination.Length - (destination.Length % lanes);
        fixed (Real* px = &MemoryMarshal.GetReference(x))
        fixed (Real* py = &MemoryMarshal.GetReference(y))
        fixed (Real* pd = &MemoryMarshal.GetReference(destination))
        {
            for (nint i = 0; i < full; i += lanes)
            {
                TOperator.Invoke(TVector.Load(px + i), TVector.Load(py + i)).Store(pd + i);
            }

            int tail = destination.Length - (int)full;
            if (tail > 0)
            {
                StoreTail(TOperator.Invoke(LoadTail<TVector>(px + full, tail), LoadTail<TVector>(py + full, tail)), pd + full, tail);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TOperator, TVector>(ReadOnlySpan<Real> x, Real y, Span<Real> destination)
        where TOperator : struct, IBinaryOperator
        where TVector : unmanaged, IRealVector<TVector>
    {
        TVector second = TVector.Create(y);
        nint lanes = TVector.Count;
        nint full = destination.Length - (destination.Length % lanes);
        fixed (Real* px = &MemoryMarshal.GetReference(x))
        fixed (Real* pd = &MemoryMarshal.GetReference(destination))
        {
            for (nint i = 0; i < full; i += lanes)
            {
                TOperator.Invoke(TVector.Load(px + i), second).Store(pd + i);
            }

            int tail = destination.Length - (int)full;
            if (tail > 0)
            {
                StoreTail(TOperator.Invoke(LoadTail<TVector>(px + full, tail), second), pd + full, tail);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TOperator, TVector>(ReadOnlySpan<Real> x, ReadOnlySpan<Real> y, ReadOnlySpan<Real> z, Span<Real> destination)
        where TOperator : struct, ITernaryOperator
        where TVector : unmanaged, IRealVector<TVector>
    {
        nint lanes = TVector.Count;
        nint full = destination.Length - (destination.Length % lanes);
        fixed (Real* px = &MemoryMarshal.GetReference(x))
        fixed (Real* py = &MemoryMarshal.GetReference(y))
        fixed (Real* pz = &MemoryMarshal.GetReference(z))
        fixed (Real* pd = &MemoryMarshal.GetReference(destination))
        {
            for (nint i = 0; i < full; i += lanes)
            {
                TOperator.Invoke(TVector.Load(px + i), TVector.Load(py + i), TVector.Load(pz + i)).Store(pd + i);
            }

            int tail = destination.Length - (int)full;
            if (tail > 0)
            {
                TVector last = LoadTail<TVector>(pz + full, tail);
                StoreTail(TOperator.Invoke(LoadTail<TVector>(px + full, tail), LoadTail<TVector>(py + full, tail), last), pd + full, tail);
            }
        }
    }

    internal static TVector LoadTail<TVector>(Real* source, int count)
        where TVector : unmanaged, IRealVector<TVector>
    {
        TVector vector = default;
        Unsafe.CopyBlockUnaligned(&vector, source, (uint)(count * sizeof(Real)));
        return vector;
    }

    internal static void StoreTail<TVector>(TVector vector, Real* destination, int count)
        where TVector : unmanaged, IRealVector<TVector> =>
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
