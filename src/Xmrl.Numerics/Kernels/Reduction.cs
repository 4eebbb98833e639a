using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Numerics.Kernels;

/// <summary>Sums in a fixed order: the result depends on the data alone, not on the instruction set.</summary>
internal static unsafe class Reduction
{
    /// <summary>Σ xᵢ, accumulated in double.</summary>
    /// <param name="x">Summands. Any length.</param>
    /// <returns>The sum; 0 for no summands. NaN propagates.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(ReadOnlySpan<Real> x)
    {
        nint lanes = Vector512<Real>.Count;
        nint full = x.Length - (x.Length % (2 * lanes));
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        fixed (Real* p = &MemoryMarshal.GetReference(x))
        {
            nint i = 0;
            for (; i < full; i += 2 * lanes)
            {
                Vector512<Real> first = Vector512.Load(p + i);
                Vector512<Real> second = Vector512.Load(p + i + lanes);
                s0 += Low(first);
                s1 += High(first);
                s2 += Low(second);
                s3 += High(second);
            }

            for (; i < x.Length; i += lanes)
            {
                int count = (int)Math.Min(lanes, x.Length - i);
                Vector512<Real> rest = Elementwise.LoadTail(p + i, count);
                s0 += Low(rest);
                s1 += High(rest);
            }
        }

        return Fold((s0 + s1) + (s2 + s3));
    }

    /// <summary>Σ xᵢ·yᵢ, multiplied and accumulated in double.</summary>
    /// <param name="x">First factors. Any length.</param>
    /// <param name="y">Second factors. Same length.</param>
    /// <returns>The sum; 0 for no summands. NaN propagates.</returns>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<Real> x, ReadOnlySpan<Real> y)
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException($"y needs the length of x, {x.Length}; found {y.Length}.", nameof(y));
        }

        nint lanes = Vector512<Real>.Count;
        nint full = x.Length - (x.Length % (2 * lanes));
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        fixed (Real* px = &MemoryMarshal.GetReference(x))
        fixed (Real* py = &MemoryMarshal.GetReference(y))
        {
            nint i = 0;
            for (; i < full; i += 2 * lanes)
            {
                Vector512<Real> x0 = Vector512.Load(px + i);
                Vector512<Real> y0 = Vector512.Load(py + i);
                Vector512<Real> x1 = Vector512.Load(px + i + lanes);
                Vector512<Real> y1 = Vector512.Load(py + i + lanes);
                s0 = Vector512.FusedMultiplyAdd(Low(x0), Low(y0), s0);
                s1 = Vector512.FusedMultiplyAdd(High(x0), High(y0), s1);
                s2 = Vector512.FusedMultiplyAdd(Low(x1), Low(y1), s2);
                s3 = Vector512.FusedMultiplyAdd(High(x1), High(y1), s3);
            }

            for (; i < x.Length; i += lanes)
            {
                int count = (int)Math.Min(lanes, x.Length - i);
                Vector512<Real> xr = Elementwise.LoadTail(px + i, count);
                Vector512<Real> yr = Elementwise.LoadTail(py + i, count);
                s0 = Vector512.FusedMultiplyAdd(Low(xr), Low(yr), s0);
                s1 = Vector512.FusedMultiplyAdd(High(xr), High(yr), s1);
            }
        }

        return Fold((s0 + s1) + (s2 + s3));
    }

    /// <summary>The sum over samples of each feature: a bias gradient. Vector lanes add up to 8 elements each before they go on in
    /// double.</summary>
    /// <param name="a">Shape [features, samples].</param>
    /// <param name="destination">Receives one sum per feature. Shape [features].</param>
    /// <exception cref="ArgumentException">The destination's length is not the number of features.</exception>
    public static void SumRows(ConstMatrix a, Span<Real> destination)
    {
        if (destination.Length != a.Rows)
        {
            throw new ArgumentException(
                $"destination needs one element per row, {a.Rows}; found {destination.Length}.", nameof(destination));
        }

        for (int row = 0; row < a.Rows; row++)
        {
            destination[row] = (Real)SumOfShortChains(a.Row(row));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SumOfShortChains(ReadOnlySpan<Real> x)
    {
        const int Chains = 4;
        const int Links = 8;
        nint lanes = Vector512<Real>.Count;
        nint step = Chains * lanes;
        Vector512<double> low = default, high = default;
        fixed (Real* p = &MemoryMarshal.GetReference(x))
        {
            nint i = 0;
            while (i + step <= x.Length)
            {
                Vector512<Real> s0 = default, s1 = default, s2 = default, s3 = default;
                for (nint end = Math.Min(x.Length - step, i + ((Links - 1) * step)); i <= end; i += step)
                {
                    s0 += Vector512.Load(p + i);
                    s1 += Vector512.Load(p + i + lanes);
                    s2 += Vector512.Load(p + i + (2 * lanes));
                    s3 += Vector512.Load(p + i + (3 * lanes));
                }

                Vector512<Real> sum = (s0 + s1) + (s2 + s3);
                low += Low(sum);
                high += High(sum);
            }

            for (; i < x.Length; i += lanes)
            {
                Vector512<Real> rest = Elementwise.LoadTail(p + i, (int)Math.Min(lanes, x.Length - i));
                low += Low(rest);
                high += High(rest);
            }
        }

        return Fold(low + high);
    }

    /// <summary>The sum over features of each sample, in ascending row order.</summary>
    /// <param name="a">Shape [features, samples].</param>
    /// <param name="destination">Receives one sum per sample; zeros if there are no features. Shape [samples]; no overlap with the
    /// input.</param>
    /// <exception cref="ArgumentException">The destination's length is not the number of samples.</exception>
    /// <remarks>A sample's sum does not depend on the batch that it is computed in.</remarks>
    public static void SumColumns(ConstMatrix a, Span<Real> destination)
    {
        if (destination.Length != a.Columns)
        {
            throw new ArgumentException(
                $"destination needs one element per column, {a.Columns}; found {destination.Length}.", nameof(destination));
        }

        destination.Clear();
        for (int row = 0; row < a.Rows; row++)
        {
            Elementwise.Apply<Operators.AddOperator>(destination, a.Row(row), destination);
        }
    }

    /// <summary>Finds the first number that is NaN or infinite.</summary>
    /// <param name="x">Numbers. Any length.</param>
    /// <returns>Its index, or −1 if all are finite.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int IndexOfNonFinite(ReadOnlySpan<Real> x)
    {
        int lanes = Vector512<Real>.Count;
        int i = 0;
        for (; i <= x.Length - lanes; i += lanes)
        {
            // v − v is zero for finite numbers and NaN for all others.
            Vector512<Real> vector = Vector512.Create(x.Slice(i, lanes));
            if (!Vector512.EqualsAll(vector - vector, Vector512<Real>.Zero))
            {
                break;
            }
        }

        for (; i < x.Length; i++)
        {
            if (!Real.IsFinite(x[i]))
            {
                return i;
            }
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Low(Vector512<Real> vector) =>
        typeof(Real) == typeof(float) ? Vector512.WidenLower(vector.AsSingle()) : vector.AsDouble();

    // In the double build the whole vector is already in Low.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> High(Vector512<Real> vector) =>
        typeof(Real) == typeof(float) ? Vector512.WidenUpper(vector.AsSingle()) : Vector512<double>.Zero;

    private static double Fold(Vector512<double> sum)
    {
        Vector256<double> half = sum.GetLower() + sum.GetUpper();
        Vector128<double> quarter = half.GetLower() + half.GetUpper();
        return quarter.GetElement(0) + quarter.GetElement(1);
    }
}
