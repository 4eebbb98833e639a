namespace Xmrl.Meta.Adaptation;

/// <summary>How a proximal inner problem is solved.</summary>
public enum ProximalSolver
{
    /// <summary>Newton steps by conjugate gradients, shortened until the objective rises.</summary>
    Newton,

    /// <summary>A fixed number of Adam steps from the meta-parameters.</summary>
    Adam,
}
