using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Xmrl.Numerics.Kernels.Vectors;

namespace Xmrl.Numerics.Kernels;

/// <summary>One pass of Adam over gradient, moments and parameters.</summary>
/// <remarks>Every element passes through the same vector code, so its bits depend on neither position nor width.</remarks>
internal static unsafe class MomentPass
{
    /// <summary>m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; θ ← θ + step·m/(√(correction·v) + ε).</summary>
    /// <param name="gradient">The gradient g. Shape [n].</param>
    /// <param name="mean">Its decayed mean m. Shape [n].</param>
    /// <param name="meanSquare">Its decayed mean square v. Shape [n].</param>
    /// <param name="parameters">The parameters θ. Shape [n].</param>
    /// <param name="factors">The constants of the step.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Run(
        ReadOnlySpan<Real> gradient, Span<Real> mean, Span<Real> meanSquare, Span<Real> parameters, in MomentFactors factors)
    {
        int n = gradient.Length;
        if (mean.Length != n || meanSquare.Length != n || parameters.Length != n)
        {
            throw new ArgumentException(
                $"gradient has {n} elements; found {mean.Length}, {meanSquare.Length} and {parameters.Length}.", nameof(gradient));
        }

        fixed (Real* g = &MemoryMarshal.GetReference(gradient))
        fixed (Real* m = &MemoryMarshal.GetReference(mean))
        fixed (Real* v = &MemoryMarshal.GetReference(meanSquare))
        fixed (Real* x = &MemoryMarshal.GetReference(parameters))
        {
            if (VectorWidth.Is512)
            {
                Run<RealVector512>(g, m, v, x, n, factors);
            }
            else if (VectorWidth.Is256)
            {
                Run<RealVector256>(g, m, v, x, n, factors);
            }
            else
            {
                Run<RealVector128>(g, m, v, x, n, factors);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TVector>(Real* g, Real* m, Real* v, Real* x, int n, in MomentFactors factors)
        where TVector : unmanaged, IRealVector<TVector>
    {
        MomentFactors own = factors;
        int lanes = TVector.Count;
        int full = n - (n % lanes);
        for (int i = 0; i < full; i += lanes)
        {
            TVector parameters = TVector.Load(x + i);
            TVector mean = TVector.Load(m + i);
            TVector square = TVector.Load(v + i);
            Step(TVector.Load(g + i), ref mean, ref square, ref parameters, own);
            mean.Store(m + i);
            square.Store(v + i);
            parameters.Store(x + i);
        }

        int tail = n - full;
        if (tail > 0)
        {
            TVector parameters = Elementwise.LoadTail<TVector>(x + full, tail);
            TVector mean = Elementwise.LoadTail<TVector>(m + full, tail);
            TVector square = Elementwise.LoadTail<TVector>(v + full, tail);
            Step(Elementwise.LoadTail<TVector>(g + full, tail), ref mean, ref square, ref parameters, own);
            Elementwise.StoreTail(mean, m + full, tail);
            Elementwise.StoreTail(square, v + full, tail);
            Elementwise.StoreTail(parameters, x + full, tail);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TVector>(TVector g, ref TVector m, ref TVector v, ref TVector x, in MomentFactors factors)
        where TVector : unmanaged, IRealVector<TVector>
    {
        m = (TVector.Create(factors.MeanMemory) * m) + (TVector.Create(factors.MeanShare) * g);
        v = (TVector.Create(factors.SquareMemory) * v) + (TVector.Create(factors.SquareShare) * g * g);
        x += TVector.Create(factors.Step) * m / (TVector.Sqrt(TVector.Create(factors.Correction) * v) + TVector.Create(factors.Epsilon));
    }
}
