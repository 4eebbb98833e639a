namespace Xmrl.Acting.Networks;

/// <summary>What hidden layers apply to their sums.</summary>
internal enum NonLinearity
{
    /// <summary>Nothing.</summary>
    Identity,

    /// <summary>tanh x.</summary>
    Tanh,

    /// <summary>max(0, x).</summary>
    Relu,
}
