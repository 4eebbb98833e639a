using Xmrl.Numerics.Validation;

namespace Xmrl.Tabular;

/// <summary>Meta-training on tables.</summary>
internal sealed record TabularLearnerOptions
{
    /// <summary>The within-task algorithm and how its hyper-gradient is taken.</summary>
    public TabularOptions Rule { get; init; } = new();

    /// <summary>T, the number of iterations, ≥ 0. Default 150 (chosen by us).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int Iterations { get; init => field = NumberRange.AtLeast(0).Require(value); } = 150;

    /// <summary>Tasks per iteration, drawn without replacement, ≥ 1; all where there are fewer. Default 5 (chosen by us; Algorithm 1 draws
    /// one).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int BatchSize { get; init => field = NumberRange.AtLeast(1).Require(value); } = 5;

    /// <summary>Whether Adam takes the outer steps; plain ascent, as Algorithm 1 has it, otherwise. Default true.</summary>
    public bool UsesAdam { get; init; } = true;

    /// <summary>α, size of the outer steps, ≥ 0. Default 0.03 (chosen by us for Adam).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public double StepSize { get; init => field = NumberRange.NotNegative.Require(value); } = 0.03;

    /// <summary>How expectations are estimated; null for exact ones, the default.</summary>
    public EpisodeSampling? Sampling { get; init; }

    /// <summary>Whether the φ of every iteration are kept. Default false.</summary>
    public bool KeepsPath { get; init; }
}
