namespace Xmrl.Explain.Influence;

/// <summary>What stands for −A⁻¹ in the influence g_iᵀ·(−A)⁻¹·g_poor of Lemma 3.</summary>
public enum InfluenceMethod
{
    /// <summary>I: first-order influence, the inner product of gradients. Cheap.</summary>
    Identity,

    /// <summary>(−A + δI)⁻¹ with A = Σ ω_i ∇²J_i, by conjugate gradients on exact Hessian-vector products through the adaptation.</summary>
    Exact,

    /// <summary>(Σ ω_i F_i + δI)⁻¹ with the Fisher matrices of the adapted policies through the adaptation: always positive
    /// definite.</summary>
    Fisher,

    /// <summary>No inverse: what a task's updates add to the return of the poor tasks while training goes on, with the optimizers' moments
    /// held fixed. For learners whose training climbs no single function (pearl, sac).</summary>
    Tracing,
}
