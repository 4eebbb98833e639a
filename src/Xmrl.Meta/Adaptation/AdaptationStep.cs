namespace Xmrl.Meta.Adaptation;

/// <summary>The outcome of one adaptation step.</summary>
/// <param name="Adapted">θ_{k+1}. Shape [P].</param>
/// <param name="Residual">Norm of the inner problem's gradient where its solve ended, as a share of the norm where it began; 0 for a step
/// that solves nothing.</param>
public readonly record struct AdaptationStep(Real[] Adapted, double Residual);
