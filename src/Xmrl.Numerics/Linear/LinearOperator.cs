namespace Xmrl.Numerics.Linear;

/// <summary>A linear map of a space onto itself, known only by its products, for example a Hessian.</summary>
/// <param name="vector">Vector v. Shape [n].</param>
/// <param name="result">Receives A v, overwriting what it held. Shape [n]; never overlaps <paramref name="vector"/>.</param>
public delegate void LinearOperator(ReadOnlySpan<double> vector, Span<double> result);
