namespace Xmrl.Numerics.Kernels;

/// <summary>Elementwise non-linearity of a layer.</summary>
public enum Activation
{
    /// <summary>f(x) = x.</summary>
    Identity,

    /// <summary>f(x) = tanh x.</summary>
    Tanh,

    /// <summary>f(x) = max(x, 0).</summary>
    Relu,
}
