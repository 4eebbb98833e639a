using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Xmrl.Numerics.Kernels;

/// <summary>The reduction tree of <see cref="DotReduction"/> for 16 accumulators at once: half the shuffles, the same bits.</summary>
/// <remarks>Two vectors are combined by adding the two shuffles that gather what the tree adds; each level halves the number of
/// vectors.</remarks>
internal static unsafe class DotTransposition
{
    /// <summary>Whether the instructions are there: 512 bits of floats.</summary>
    public static bool IsSupported => typeof(Real) == typeof(float) && Avx512F.IsSupported;

    /// <summary>One column of four rows. Quarter r of the result holds what remains of row r: its vector folded to 128 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Column(Vector512<Real> row0, Vector512<Real> row1, Vector512<Real> row2, Vector512<Real> row3)
    {
        Vector512<float> rows01 = Halves(row0.As<Real, float>(), row1.As<Real, float>());
        Vector512<float> rows23 = Halves(row2.As<Real, float>(), row3.As<Real, float>());
        return Avx512F.Shuffle4x128(rows01, rows23, 0b10_00_10_00) + Avx512F.Shuffle4x128(rows01, rows23, 0b11_01_11_01);
    }

    /// <summary>The sums of four columns. Quarter r of the result holds row r, its lanes the columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sums(
        Vector512<float> column0, Vector512<float> column1, Vector512<float> column2, Vector512<float> column3)
    {
        Vector512<float> columns01 = Pairs(column0, column1);
        Vector512<float> columns23 = Pairs(column2, column3);
        return Avx512F.Shuffle(columns01, columns23, 0b10_00_10_00) + Avx512F.Shuffle(columns01, columns23, 0b11_01_11_01);
    }

    /// <summary>Writes or adds the sums of four columns and four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(Real* destination, nint rowStep, bool accumulate, Vector512<float> sums)
    {
        PutQuarter((float*)destination, accumulate, sums.GetLower().GetLower());
        PutQuarter((float*)(destination + rowStep), accumulate, sums.GetLower().GetUpper());
        PutQuarter((float*)(destination + (2 * rowStep)), accumulate, sums.GetUpper().GetLower());
        PutQuarter((float*)(destination + (3 * rowStep)), accumulate, sums.GetUpper().GetUpper());
    }

    /// <summary>Writes or adds the first two of the four columns, in four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PutTwo(Real* destination, nint rowStep, bool accumulate, Vector512<float> sums)
    {
        PutEighth((float*)destination, accumulate, sums.GetLower().GetLower());
        PutEighth((float*)(destination + rowStep), accumulate, sums.GetLower().GetUpper());
        PutEighth((float*)(destination + (2 * rowStep)), accumulate, sums.GetUpper().GetLower());
        PutEighth((float*)(destination + (3 * rowStep)), accumulate, sums.GetUpper().GetUpper());
    }

    /// <summary>Writes or adds the first of the four columns, in four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void PutOne(Real* destination, nint rowStep, bool accumulate, Vector512<float> sums)
    {
        PutSingle((float*)destination, accumulate, sums.GetLower().GetLower());
        PutSingle((float*)(destination + rowStep), accumulate, sums.GetLower().GetUpper());
        PutSingle((float*)(destination + (2 * rowStep)), accumulate, sums.GetUpper().GetLower());
        PutSingle((float*)(destination + (3 * rowStep)), accumulate, sums.GetUpper().GetUpper());
    }

    // [a.low + a.high, b.low + b.high]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Halves(Vector512<float> a, Vector512<float> b) =>
        Avx512F.Shuffle4x128(a, b, 0b01_00_01_00) + Avx512F.Shuffle4x128(a, b, 0b11_10_11_10);

    // In every quarter: [a0 + a2, a1 + a3, b0 + b2, b1 + b3]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Pairs(Vector512<float> a, Vector512<float> b) =>
        Avx512F.Shuffle(a, b, 0b01_00_01_00) + Avx512F.Shuffle(a, b, 0b11_10_11_10);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutQuarter(float* destination, bool accumulate, Vector128<float> sums) =>
        (accumulate ? sums + Vector128.Load(destination) : sums).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutSingle(float* destination, bool accumulate, Vector128<float> sums) =>
        *destination = accumulate ? sums.ToScalar() + *destination : sums.ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PutEighth(float* destination, bool accumulate, Vector128<float> sums)
    {
        Vector64<float> two = sums.GetLower();
        if (accumulate)
        {
            two = (sums + Vector128.CreateScalarUnsafe(*(double*)destination).AsSingle()).GetLower();
        }

        two.Store(destination);
    }
}
