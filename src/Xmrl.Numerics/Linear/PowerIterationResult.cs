namespace Xmrl.Numerics.Linear;

/// <summary>An estimate of a dominant eigenvalue.</summary>
/// <param name="Eigenvalue">vᵀAv for the last unit vector v, with its sign. NaN if the operator returned NaN or infinity; 0 if it returned
/// zero.</param>
/// <param name="RelativeResidual">‖Av − λv‖ / |λ|: small if v is an eigenvector. Large if the two largest magnitudes nearly agree, also
/// with opposite signs. 0 for λ = 0.</param>
/// <param name="Iterations">Products taken.</param>
internal readonly record struct PowerIterationResult(double Eigenvalue, double RelativeResidual, int Iterations);
