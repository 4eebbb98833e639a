namespace Xmrl.Explain.Augmentation;

/// <summary>How the posterior's parameters φ answer to the mixing coefficients.</summary>
public enum Sensitivity
{
    /// <summary>Pathwise through the warm-started ascent step φ_j = φ + η∇_φL(φ; λ_j): dφ_j/dλ = η·∇²_φλL.</summary>
    OneStep,

    /// <summary>Implicit differentiation of the maximiser (Lemma 1): dφ*/dλ = −[∇²_φφL]⁻¹·∇²_φλL, by damped conjugate gradients.</summary>
    ImplicitCg,
}
