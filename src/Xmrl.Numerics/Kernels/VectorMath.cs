namespace Xmrl.Numerics.Kernels;

/// <summary>Elementwise functions over spans, the same bits on every instruction set.</summary>
public static class VectorMath
{
    /// <summary>tanh of every element.</summary>
    /// <param name="source">x. Any length.</param>
    /// <param name="destination">Receives tanh x; may be the same memory as <paramref name="source"/>.</param>
    public static void Tanh(ReadOnlySpan<Real> source, Span<Real> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = Real.Tanh(source[i]);
        }
    }

    /// <summary>eˣ of every element.</summary>
    /// <param name="source">x. Any length.</param>
    /// <param name="destination">Receives eˣ; may be the same memory as <paramref name="source"/>.</param>
    public static void Exp(ReadOnlySpan<Real> source, Span<Real> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = Real.Exp(source[i]);
        }
    }

    /// <summary>Natural logarithm of every element.</summary>
    /// <param name="source">x. Any length; NaN for x &lt; 0, −∞ for 0.</param>
    /// <param name="destination">Receives ln x; may be the same memory as <paramref name="source"/>.</param>
    public static void Log(ReadOnlySpan<Real> source, Span<Real> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = Real.Log(source[i]);
        }
    }
}
