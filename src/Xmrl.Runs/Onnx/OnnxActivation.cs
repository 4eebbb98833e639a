namespace Xmrl.Runs.Onnx;

/// <summary>Non-linearity of the hidden layers.</summary>
internal enum OnnxActivation
{
    /// <summary>f(x) = x.</summary>
    Identity,

    /// <summary>f(x) = tanh x.</summary>
    Tanh,

    /// <summary>f(x) = max(x, 0).</summary>
    Relu,
}
