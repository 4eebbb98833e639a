using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels;

/// <summary>One sum in double for each lane of a sum over samples, and the one tree that folds the lanes.</summary>
/// <remarks>Sixteen lanes: four vectors of 256 bits, which every processor adds in the same order. The build in double precision has eight
/// lanes and leaves the upper two at zero.</remarks>
internal unsafe struct DoubleLanes
{
    private Vector256<double> _sums0;
    private Vector256<double> _sums1;
    private Vector256<double> _sums2;
    private Vector256<double> _sums3;

    /// <summary>The sum of all lanes.</summary>
    public readonly double Fold() => Fold(_sums0 + _sums2, _sums1 + _sums3);

    /// <summary>The sum of all lanes of two.</summary>
    public static double Fold(in DoubleLanes x, in DoubleLanes y) =>
        Fold((x._sums0 + x._sums2) + (y._sums0 + y._sums2), (x._sums1 + x._sums3) + (y._sums1 + y._sums3));

    /// <summary>Adds one number to every lane.</summary>
    /// <param name="x">As many numbers as a sum has lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Real* x)
    {
        if (typeof(Real) == typeof(float))
        {
            Vector256<float> low = Vector256.Load((float*)x);
            Vector256<float> high = Vector256.Load((float*)x + 8);
            _sums0 += Vector256.WidenLower(low);
            _sums1 += Vector256.WidenUpper(low);
            _sums2 += Vector256.WidenLower(high);
            _sums3 += Vector256.WidenUpper(high);
        }
        else
        {
            _sums0 += Vector256.Load((double*)x);
            _sums1 += Vector256.Load((double*)x + 4);
        }
    }

    /// <summary>Adds one number to each of the first lanes.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="count">How many; at most the lanes of a sum.</param>
    public void AddFew(Real* x, int count)
    {
        if (count == VectorWidth.SumLanes)
        {
            Add(x);
            return;
        }

        Real* padded = stackalloc Real[VectorWidth.SumLanes];
        Unsafe.CopyBlockUnaligned(padded, x, (uint)(count * sizeof(Real)));
        Add(padded);
    }

    private static double Fold(Vector256<double> lower, Vector256<double> upper)
    {
        Vector256<double> half = lower + upper;
        Vector128<double> quarter = half.GetLower() + half.GetUpper();
        return quarter.GetElement(0) + quarter.GetElement(1);
    }
}
