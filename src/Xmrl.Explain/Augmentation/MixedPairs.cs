using Xmrl.Numerics.Matrices;

namespace Xmrl.Explain.Augmentation;

/// <summary>The pairs of visited states behind mixed samples s̄ = λs + (1 − λ)s′, in the order of the samples.</summary>
/// <param name="observationSize">Number of components of an observation, O ≥ 1.</param>
/// <param name="count">Number of mixed samples, m ≥ 0.</param>
internal sealed class MixedPairs(int observationSize, int count)
{
    private readonly Real[] _first = new Real[observationSize * count];
    private readonly Real[] _second = new Real[observationSize * count];

    /// <summary>Number of mixed samples, m ≥ 0.</summary>
    public int Count => count;

    /// <summary>λ of the samples.</summary>
    public double Lambda { get; init; }

    /// <summary>Normalised observation of s. Shape [O, m].</summary>
    public Matrix First => new(_first, observationSize, count);

    /// <summary>Normalised observation of s′. Shape [O, m].</summary>
    public Matrix Second => new(_second, observationSize, count);

    /// <summary>∂Ā/∂λ of the weighted advantage of each sample; zero where it is held fixed. Shape [m].</summary>
    public Real[] AdvantageSlopes { get; } = new Real[count];
}
