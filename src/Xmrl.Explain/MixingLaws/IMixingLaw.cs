namespace Xmrl.Explain.MixingLaws;

/// <summary>The law P_φ(λ) of the mixing coefficient λ in [0, 1] of s̄ = λs + (1 − λ)s', written as a function of a standard normal
/// draw.</summary>
/// <remarks>
/// The two states of a pair are exchangeable, so λ and 1 − λ give the same augmented task: the location is stationary at the symmetric
/// parameter and only the spread is identifiable. Mass at 0 or 1 means no augmentation. Implementations are stateless.
/// </remarks>
internal interface IMixingLaw
{
    /// <summary>The name used in configurations, logs and tables.</summary>
    public string Name { get; }

    /// <summary>Number of learnable parameters φ: 2 (location, scale) or 0 (fixed law).</summary>
    public int ParameterCount { get; }

    /// <summary>Writes the symmetric parameters from which learning starts.</summary>
    /// <param name="parameters">Receives φ. Shape [ParameterCount].</param>
    public void Initialize(Span<double> parameters);

    /// <summary>λ as a non-decreasing function of a standard normal draw ζ̄.</summary>
    /// <param name="parameters">Parameters φ of the law. Shape [ParameterCount].</param>
    /// <param name="standardNormal">ζ̄, finite.</param>
    /// <returns>λ in [0, 1].</returns>
    public double Sample(ReadOnlySpan<double> parameters, double standardNormal);

    /// <summary>∂λ/∂φ at fixed ζ̄: what carries a gradient by λ back to φ.</summary>
    /// <param name="parameters">Parameters φ of the law. Shape [ParameterCount].</param>
    /// <param name="standardNormal">ζ̄, finite.</param>
    /// <param name="lambdaByParameters">Receives the derivatives (overwritten). Shape [ParameterCount].</param>
    public void Derivative(ReadOnlySpan<double> parameters, double standardNormal, Span<double> lambdaByParameters);

    /// <summary>The density of λ inside (0, 1), without the mass at the ends.</summary>
    /// <param name="parameters">Parameters φ of the law. Shape [ParameterCount].</param>
    /// <param name="lambda">λ in (0, 1).</param>
    /// <returns>A density; it integrates to 1 − <see cref="MassAtEnds"/>.</returns>
    public double Density(ReadOnlySpan<double> parameters, double lambda);

    /// <summary>P(λ = 0) + P(λ = 1): the share of draws that augment nothing.</summary>
    /// <param name="parameters">Parameters φ of the law. Shape [ParameterCount].</param>
    /// <returns>A probability.</returns>
    public double MassAtEnds(ReadOnlySpan<double> parameters);

    /// <summary>E λ.</summary>
    /// <param name="parameters">Parameters φ of the law. Shape [ParameterCount].</param>
    /// <returns>A number in [0, 1].</returns>
    public double Mean(ReadOnlySpan<double> parameters);

    /// <summary>The standard deviation of λ.</summary>
    /// <param name="parameters">Parameters φ of the law. Shape [ParameterCount].</param>
    /// <returns>A number in [0, ½].</returns>
    public double StandardDeviation(ReadOnlySpan<double> parameters);

    /// <summary>Moves φ to the nearest point of the range that the law documents; called after each step of the learner.</summary>
    /// <param name="parameters">φ, changed in place. Shape [ParameterCount].</param>
    public void Project(Span<double> parameters);
}
