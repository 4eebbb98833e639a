using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Adaptation;

/// <summary>What an adaptation went through: θ_0 … θ_K and D_0 … D_{K−1}.</summary>
public sealed class AdaptationPath
{
    private readonly List<Real[]> _parameters;
    private readonly List<SampleBatch> _inner = [];

    internal AdaptationPath(ReadOnlySpan<Real> start) => _parameters = [start.ToArray()];

    /// <summary>θ_0 … θ_K. Shape [K + 1][P].</summary>
    public IReadOnlyList<Real[]> Parameters => _parameters;

    /// <summary>D_0 … D_{K−1}: the samples of step k. Shape [K].</summary>
    public IReadOnlyList<SampleBatch> Inner => _inner;

    /// <summary>Adapted parameters θ_K. Shape [P].</summary>
    public Real[] Adapted => _parameters[^1];

    /// <summary>The last step's <see cref="AdaptationStep.Residual"/>; 0 before the first.</summary>
    public double Residual { get; private set; }

    internal void Add(SampleBatch batch, AdaptationStep step)
    {
        _inner.Add(batch);
        _parameters.Add(step.Adapted);
        Residual = step.Residual;
    }
}
