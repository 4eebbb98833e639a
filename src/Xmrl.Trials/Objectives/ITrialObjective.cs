namespace Xmrl.Trials.Objectives;

/// <summary>A surrogate of whole trials and its derivatives, with everything that a policy knows of its trial computed anew under the given
/// parameters. One per worker.</summary>
internal interface ITrialObjective
{
    /// <summary>η ≥ 0, the weight of the entropy where the program has it.</summary>
    double EntropyWeight { get; set; }

    /// <summary>Stores in the block what the policy at θ says of its samples.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="block">The trials.</param>
    /// <param name="memories">Receives what is known at every step, or empty. Shape [M, columns of the block].</param>
    void Remember(ReadOnlySpan<Real> parameters, TrialBlock block, Span<Real> memories = default);

    /// <summary>The surrogate and its gradient.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="block">The trials.</param>
    /// <param name="gradient">Receives ∇_θ. Shape [P].</param>
    /// <returns>The surrogate, summed over samples.</returns>
    double ValueAndGradient(ReadOnlySpan<Real> parameters, TrialBlock block, Span<double> gradient);

    /// <summary>The Hessian of the surrogate times a vector.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="block">The trials.</param>
    /// <param name="vector">Vector v. Shape [P].</param>
    /// <param name="product">Receives ∇²·v. Shape [P].</param>
    /// <exception cref="InvalidOperationException">The gradient is truncated, so that it has no symmetric derivative.</exception>
    void HessianProduct(ReadOnlySpan<Real> parameters, TrialBlock block, ReadOnlySpan<double> vector, Span<double> product);

    /// <summary>The Fisher matrix of the policy over the weighted samples times a vector: Σₜ wₜ·Jₜᵀ·Mₜ·Jₜ·v, where J is the derivative of
    /// the head's statistics with respect to all parameters, through what is known of the trial.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="block">The trials.</param>
    /// <param name="vector">Vector v. Shape [P].</param>
    /// <param name="product">Receives F·v. Shape [P].</param>
    /// <exception cref="InvalidOperationException">The gradient is truncated.</exception>
    void FisherProduct(ReadOnlySpan<Real> parameters, TrialBlock block, ReadOnlySpan<double> vector, Span<double> product);
}
