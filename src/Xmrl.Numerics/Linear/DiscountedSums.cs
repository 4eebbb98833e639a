using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Numerics.Linear;

/// <summary>Discounted sums over samples, one per row, in double.</summary>
internal static class DiscountedSums
{
    private const int Lanes = 4;
    private const int Chains = 4;

    /// <summary>sumᵢ ← sumᵢ + Σⱼ wⱼ · valuesᵢⱼ over the columns j from the last to the first: for each row the same additions in the same
    /// order on every instruction set.</summary>
    /// <param name="values">Shape [F, n].</param>
    /// <param name="weights">The weight w of each column. Shape [n].</param>
    /// <param name="sums">Receives the sums. Shape [F].</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static void AddBackwards(ConstMatrix values, ReadOnlySpan<double> weights, Span<double> sums)
    {
        VectorOperations.RequireLength(weights.Length, values.Columns, nameof(weights));
        VectorOperations.RequireLength(sums.Length, values.Rows, nameof(sums));
        int whole = Avx.IsSupported ? values.Columns / Lanes * Lanes : 0;
        int vectorRows = whole > 0 ? values.Rows / Lanes * Lanes : 0;

        // Columns that fill no vector come last in memory, so first in the sum.
        AddPlain(values, weights, sums[..vectorRows], 0, whole);
        int i = 0;
        for (; i <= vectorRows - (Chains * Lanes); i += Chains * Lanes)
        {
            AddSixteenRows(ref MemoryMarshal.GetReference(values.Row(i)), values.Stride, weights[..whole], sums.Slice(i, Chains * Lanes));
        }

        for (; i < vectorRows; i += Lanes)
        {
            AddFourRows(ref MemoryMarshal.GetReference(values.Row(i)), values.Stride, weights[..whole], sums.Slice(i, Lanes));
        }

        AddPlain(values, weights, sums[vectorRows..], vectorRows, 0);
    }

    private static void AddPlain(ConstMatrix values, ReadOnlySpan<double> weights, Span<double> sums, int firstRow, int firstColumn)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            ReadOnlySpan<Real> row = values.Row(firstRow + i);
            double sum = sums[i];
            for (int j = weights.Length - 1; j >= firstColumn; j--)
            {
                sum += weights[j] * row[j];
            }

            sums[i] = sum;
        }
    }

    /// <summary>Four independent chains of additions hide the time that one takes.</summary>
    private static void AddSixteenRows(ref Real rows, int stride, ReadOnlySpan<double> weights, Span<double> sums)
    {
        ref double w = ref MemoryMarshal.GetReference(weights);
        ref Real rows1 = ref Unsafe.Add(ref rows, Lanes * stride);
        ref Real rows2 = ref Unsafe.Add(ref rows1, Lanes * stride);
        ref Real rows3 = ref Unsafe.Add(ref rows2, Lanes * stride);
        Vector256<double> sum0 = Vector256.Create<double>(sums);
        Vector256<double> sum1 = Vector256.Create<double>(sums[Lanes..]);
        Vector256<double> sum2 = Vector256.Create<double>(sums[(2 * Lanes)..]);
        Vector256<double> sum3 = Vector256.Create<double>(sums[(3 * Lanes)..]);
        for (int j = weights.Length - Lanes; j >= 0; j -= Lanes)
        {
            Vector256<double> weight = Vector256.LoadUnsafe(ref w, (nuint)j);
            sum0 = AddFourColumns(sum0, weight, ref Unsafe.Add(ref rows, j), stride);
            sum1 = AddFourColumns(sum1, weight, ref Unsafe.Add(ref rows1, j), stride);
            sum2 = AddFourColumns(sum2, weight, ref Unsafe.Add(ref rows2, j), stride);
            sum3 = AddFourColumns(sum3, weight, ref Unsafe.Add(ref rows3, j), stride);
        }

        sum0.CopyTo(sums);
        sum1.CopyTo(sums[Lanes..]);
        sum2.CopyTo(sums[(2 * Lanes)..]);
        sum3.CopyTo(sums[(3 * Lanes)..]);
    }

    private static void AddFourRows(ref Real rows, int stride, ReadOnlySpan<double> weights, Span<double> sums)
    {
        ref double w = ref MemoryMarshal.GetReference(weights);
        Vector256<double> sum = Vector256.Create<double>(sums);
        for (int j = weights.Length - Lanes; j >= 0; j -= Lanes)
        {
            sum = AddFourColumns(sum, Vector256.LoadUnsafe(ref w, (nuint)j), ref Unsafe.Add(ref rows, j), stride);
        }

        sum.CopyTo(sums);
    }

    /// <summary>Transposes a block of four rows and four columns on the way, so that a lane holds the sum of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> AddFourColumns(Vector256<double> sum, Vector256<double> weight, ref Real block, int stride)
    {
        Vector256<double> p0 = weight * Load(ref block);
        Vector256<double> p1 = weight * Load(ref Unsafe.Add(ref block, stride));
        Vector256<double> p2 = weight * Load(ref Unsafe.Add(ref block, 2 * stride));
        Vector256<double> p3 = weight * Load(ref Unsafe.Add(ref block, 3 * stride));
        Vector256<double> even01 = Avx.UnpackLow(p0, p1);
        Vector256<double> odd01 = Avx.UnpackHigh(p0, p1);
        Vector256<double> even23 = Avx.UnpackLow(p2, p3);
        Vector256<double> odd23 = Avx.UnpackHigh(p2, p3);
        sum += Avx.Permute2x128(odd01, odd23, 0x31);
        sum += Avx.Permute2x128(even01, even23, 0x31);
        sum += Avx.Permute2x128(odd01, odd23, 0x20);
        return sum + Avx.Permute2x128(even01, even23, 0x20);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Load(ref Real four) => typeof(Real) == typeof(double)
        ? Vector256.LoadUnsafe(ref four).AsDouble()
        : Avx.ConvertToVector256Double(Vector128.LoadUnsafe(ref four).AsSingle());
}
