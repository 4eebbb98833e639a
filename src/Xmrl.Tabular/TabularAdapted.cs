namespace Xmrl.Tabular;

/// <summary>One task's adapted policy as a table.</summary>
internal sealed record TabularAdapted
{
    /// <summary>Whether the inner problem is solved; if not, the parameters are the meta-parameters.</summary>
    public required TabularStatus Status { get; init; }

    /// <summary>Adapted parameters θ′. Shape [P].</summary>
    public required double[] Parameters { get; init; }

    /// <summary>π′(a|s). Shape [S·A].</summary>
    public required double[] Policy { get; init; }

    /// <summary>ρ = π′/π_φ of the forward divergence, finite also where both round to 0; +∞ where only π_φ is 0; empty otherwise.
    /// Shape [S·A] or [0].</summary>
    public double[] Ratios { get; init; } = [];

    /// <summary>Newton steps, the most of any state; 0 where the solution is in closed form.</summary>
    public int Steps { get; init; }

    /// <summary>Norm of the inner gradient at the end as a share of its norm at φ, the largest of any state; for closed forms how far the
    /// probabilities' sums are from 1.</summary>
    public double Residual { get; init; }

    /// <summary>A sentence for people; empty where the inner problem is solved.</summary>
    public string Detail { get; init; } = string.Empty;
}
