using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Xmrl.Numerics.Kernels.Vectors;
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
        // Summand i goes to one of 32 sums (16 in the build in double precision); the sums are folded at the end.
        nint lanes = VectorWidth.SumLanes;
        nint full = x.Length - (x.Length % (2 * lanes));
        DoubleLanes first = default, second = default;
        fixed (Real* p = &MemoryMarshal.GetReference(x))
        {
            nint i = 0;
            for (; i < full; i += 2 * lanes)
            {
                first.Add(p + i);
                second.Add(p + i + lanes);
            }

            for (; i < x.Length; i += lanes)
            {
                first.AddFew(p + i, (int)Math.Min(lanes, x.Length - i));
            }
        }

        return DoubleLanes.Fold(first, second);
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
            ReadOnlySpan<Real> x = a.Row(row);
            destination[row] = (Real)(VectorWidth.Is512 ? SumOfShortChains<RealVector512>(x)
                : VectorWidth.Is256 ? SumOfShortChains<RealVector256>(x)
                : SumOfShortChains<RealVector128>(x));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SumOfShortChains<TVector>(ReadOnlySpan<Real> x)
        where TVector : unmanaged, IRealVector<TVector>
    {
        const int Chains = 4;
        const int Links = 8;
        nint lanes = VectorWidth.SumLanes;
        nint step = Chains * lanes;
        Real* sums = stackalloc Real[VectorWidth.SumLanes];
        DoubleLanes total = default;
        fixed (Real* p = &MemoryMarshal.GetReference(x))
        {
            nint i = 0;
            while (i + step <= x.Length)
            {
                nint end = Math.Min(x.Length - step, i + ((Links - 1) * step));
                for (nint part = 0; part < lanes; part += TVector.Count)
                {
                    TVector s0 = TVector.Create(0), s1 = s0, s2 = s0, s3 = s0;
                    for (nint k = i; k <= end; k += step)
                    {
                        s0 += TVector.Load(p + k + part);
                        s1 += TVector.Load(p + k + lanes + part);
                        s2 += TVector.Load(p + k + (2 * lanes) + part);
                        s3 += TVector.Load(p + k + (3 * lanes) + part);
                    }

                    ((s0 + s1) + (s2 + s3)).Store(sums + part);
                }

                total.Add(sums);
                i += ((end - i) / step * step) + step;
            }

            for (; i < x.Length; i += lanes)
            {
                total.AddFew(p + i, (int)Math.Min(lanes, x.Length - i));
            }
        }

        return total.Fold();
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

    /// <summary>The largest feature of each sample; NaN where one is NaN.</summary>
    /// <param name="a">Shape [features, samples], at least one feature.</param>
    /// <param name="destination">Receives one number per sample. Shape [samples]; no overlap with the input.</param>
    /// <exception cref="ArgumentException">The destination's length is not the number of samples.</exception>
    public static void MaxColumns(ConstMatrix a, Span<Real> destination)
    {
        if (destination.Length != a.Columns)
        {
            throw new ArgumentException(
                $"destination needs one element per column, {a.Columns}; found {destination.Length}.", nameof(destination));
        }

        a.Row(0).CopyTo(destination);
        for (int row = 1; row < a.Rows; row++)
        {
            Elementwise.Apply<Operators.MaximumOperator>(destination, a.Row(row), destination);
        }
    }

    /// <summary>Finds the first number that is NaN or infinite.</summary>
    /// <param name="x">Numbers. Any length.</param>
    /// <returns>Its index, or −1 if all are finite.</returns>
    public static int IndexOfNonFinite(ReadOnlySpan<Real> x) => VectorWidth.Is512 ? IndexOfNonFinite<RealVector512>(x)
        : VectorWidth.Is256 ? IndexOfNonFinite<RealVector256>(x)
        : IndexOfNonFinite<RealVector128>(x);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int IndexOfNonFinite<TVector>(ReadOnlySpan<Real> x)
        where TVector : unmanaged, IRealVector<TVector>
    {
        int i = 0;
        fixed (Real* p = &MemoryMarshal.GetReference(x))
        {
            for (; i <= x.Length - TVector.Count; i += TVector.Count)
            {
                // v − v is zero for finite numbers and NaN for all others.
                TVector vector = TVector.Load(p + i);
                if (!TVector.AllEqual(vector - vector, TVector.Create(0)))
                {
                    break;
                }
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
}
