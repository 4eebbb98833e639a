using Xmrl.Numerics.Kernels.Operators;

namespace Xmrl.Numerics.Kernels;

/// <summary>Elementwise functions over spans, the same bits on every instruction set.</summary>
/// <remarks>An element's result depends on that element alone, not on its position or the length of the span.
/// The build in double precision goes through <see cref="Math"/>, element by element.</remarks>
internal static class VectorMath
{
    /// <summary>tanh of every element.</summary>
    /// <param name="source">x. Any length.</param>
    /// <param name="destination">Receives tanh x; may be the same memory as <paramref name="source"/>.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the two overlap without being the same.</exception>
    /// <remarks>Float: error below 10⁻⁷ (and below 2·10⁻⁷ relative), odd, within [−1, 1], exactly ±1 beyond |x| = 9.1. NaN
    /// propagates.</remarks>
    public static void Tanh(ReadOnlySpan<Real> source, Span<Real> destination)
        => Elementwise.Apply<TanhOperator>(source, destination);

    /// <summary>eˣ of every element.</summary>
    /// <param name="source">x. Any length.</param>
    /// <param name="destination">Receives eˣ; may be the same memory as <paramref name="source"/>.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the two overlap without being the same.</exception>
    /// <remarks>Float: error at most 2 units in the last place over the full range, subnormal results included; +∞ on overflow. NaN
    /// propagates.</remarks>
    public static void Exp(ReadOnlySpan<Real> source, Span<Real> destination)
        => Elementwise.Apply<ExpOperator>(source, destination);

    /// <summary>Natural logarithm of every element.</summary>
    /// <param name="source">x. Any length; NaN for x &lt; 0, −∞ for 0.</param>
    /// <param name="destination">Receives ln x; may be the same memory as <paramref name="source"/>.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the two overlap without being the same.</exception>
    /// <remarks>Float: error at most 2 units in the last place over the full range, subnormal arguments included. NaN propagates.</remarks>
    public static void Log(ReadOnlySpan<Real> source, Span<Real> destination)
        => Elementwise.Apply<LogOperator>(source, destination);

    /// <summary>1/(1 + e⁻ˣ) of every element.</summary>
    /// <param name="source">x. Any length.</param>
    /// <param name="destination">Receives values in [0, 1]; may be the same memory as <paramref name="source"/>.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the two overlap without being the same.</exception>
    /// <remarks>Float: relative error below 4·10⁻⁷ over the full range. NaN propagates.</remarks>
    public static void Sigmoid(ReadOnlySpan<Real> source, Span<Real> destination)
        => Elementwise.Apply<SigmoidOperator>(source, destination);

    /// <summary>ln(1 + eˣ) of every element.</summary>
    /// <param name="source">x. Any length.</param>
    /// <param name="destination">Receives values ≥ 0; may be the same memory as <paramref name="source"/>.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the two overlap without being the same.</exception>
    /// <remarks>Float: relative error below 6·10⁻⁷ over the full range; x itself where it is large. NaN propagates.</remarks>
    public static void Softplus(ReadOnlySpan<Real> source, Span<Real> destination)
        => Elementwise.Apply<SoftplusOperator>(source, destination);
}
