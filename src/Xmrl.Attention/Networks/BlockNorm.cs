namespace Xmrl.Attention.Networks;

/// <summary>What keeps the layers of a transformer trainable.</summary>
internal enum BlockNorm
{
    /// <summary>Small first parameters, and no normalisation (Huang et al. 2020: T-Fixup).</summary>
    TFixup,

    /// <summary>Every part of a layer reads normalised features (Xiong et al. 2020).</summary>
    PreNorm,
}
