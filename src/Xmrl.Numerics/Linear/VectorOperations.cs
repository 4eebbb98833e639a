using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Xmrl.Numerics.Linear;

/// <summary>Sums over vectors in double, in an order that depends on the length alone: the same bits on every instruction set.</summary>
internal static class VectorOperations
{
    private const int Lanes = 4;
    private const int Chains = 4;

    /// <summary>Σᵢ xᵢ yᵢ.</summary>
    /// <param name="x">Shape [n].</param>
    /// <param name="y">Shape [n].</param>
    /// <returns>The inner product; 0 for n = 0. NaN propagates.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <remarks>Sixteen interleaved partial sums, added in a fixed order.</remarks>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        RequireLength(y.Length, x.Length, nameof(y));
        ref double px = ref MemoryMarshal.GetReference(x);
        ref double py = ref MemoryMarshal.GetReference(y);
        Vector256<double> sum0 = Vector256<double>.Zero;
        Vector256<double> sum1 = Vector256<double>.Zero;
        Vector256<double> sum2 = Vector256<double>.Zero;
        Vector256<double> sum3 = Vector256<double>.Zero;
        int i = 0;
        for (; i <= x.Length - (Lanes * Chains); i += Lanes * Chains)
        {
            nuint at = (nuint)i;
            sum0 += Vector256.LoadUnsafe(ref px, at) * Vector256.LoadUnsafe(ref py, at);
            sum1 += Vector256.LoadUnsafe(ref px, at + Lanes) * Vector256.LoadUnsafe(ref py, at + Lanes);
            sum2 += Vector256.LoadUnsafe(ref px, at + (2 * Lanes)) * Vector256.LoadUnsafe(ref py, at + (2 * Lanes));
            sum3 += Vector256.LoadUnsafe(ref px, at + (3 * Lanes)) * Vector256.LoadUnsafe(ref py, at + (3 * Lanes));
        }

        Vector256<double> sums = (sum0 + sum1) + (sum2 + sum3);
        double total = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        for (; i < x.Length; i++)
        {
            total += x[i] * y[i];
        }

        return total;
    }

    /// <summary>The Euclidean norm √(Σᵢ xᵢ²).</summary>
    /// <param name="x">Shape [n].</param>
    /// <returns>The norm; 0 for n = 0; infinite if the squares overflow.</returns>
    public static double Norm(ReadOnlySpan<double> x) => Math.Sqrt(Dot(x, x));

    /// <summary>y ← y + a x.</summary>
    /// <param name="scale">Factor a.</param>
    /// <param name="x">Shape [n].</param>
    /// <param name="y">Receives the sum. Shape [n].</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void AddScaled(double scale, ReadOnlySpan<double> x, Span<double> y)
    {
        RequireLength(y.Length, x.Length, nameof(y));
        ref double px = ref MemoryMarshal.GetReference(x);
        ref double py = ref MemoryMarshal.GetReference(y);
        Vector256<double> scales = Vector256.Create(scale);
        int i = 0;
        for (; i <= x.Length - Lanes; i += Lanes)
        {
            Vector256<double> sum = Vector256.LoadUnsafe(ref py, (nuint)i) + (scales * Vector256.LoadUnsafe(ref px, (nuint)i));
            sum.StoreUnsafe(ref py, (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            y[i] += scale * x[i];
        }
    }

    /// <summary>y ← y + x.</summary>
    /// <param name="x">Shape [n].</param>
    /// <param name="y">Receives the sum. Shape [n].</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Add(ReadOnlySpan<Real> x, Span<double> y)
    {
        RequireLength(y.Length, x.Length, nameof(y));
        ref Real px = ref MemoryMarshal.GetReference(x);
        ref double py = ref MemoryMarshal.GetReference(y);
        int i = 0;
        for (; i <= x.Length - Vector256<Real>.Count; i += Vector256<Real>.Count)
        {
            Vector256<Real> values = Vector256.LoadUnsafe(ref px, (nuint)i);
            if (typeof(Real) == typeof(float))
            {
                (Vector256.LoadUnsafe(ref py, (nuint)i) + Vector256.WidenLower(values.AsSingle())).StoreUnsafe(ref py, (nuint)i);
                (Vector256.LoadUnsafe(ref py, (nuint)i + Lanes) + Vector256.WidenUpper(values.AsSingle()))
                    .StoreUnsafe(ref py, (nuint)i + Lanes);
            }
            else
            {
                (Vector256.LoadUnsafe(ref py, (nuint)i) + values.AsDouble()).StoreUnsafe(ref py, (nuint)i);
            }
        }

        for (; i < x.Length; i++)
        {
            y[i] += x[i];
        }
    }

    /// <summary>Throws if a vector has the wrong length.</summary>
    /// <param name="found">Its length.</param>
    /// <param name="expected">The length it should have.</param>
    /// <param name="parameter">Its name.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    internal static void RequireLength(int found, int expected, string parameter)
    {
        if (found != expected)
        {
            throw new ArgumentException($"{parameter} has {found} elements; {expected} expected.", parameter);
        }
    }
}
