namespace Xmrl.Meta.Adaptation;

/// <summary>What the hyper-gradient of a proximal inner problem takes ∂θ′/∂θ for.</summary>
public enum ProximalOrder
{
    /// <summary>What follows from the optimality condition of the inner problem.</summary>
    Implicit,

    /// <summary>The identity.</summary>
    First,
}
