namespace Xmrl.Rl.Advantages;

/// <summary>m independent steps with the values of the states before and after them.</summary>
public readonly ref struct SingleSteps
{
    /// <summary>r. Shape [m].</summary>
    public required ReadOnlySpan<Real> Rewards { get; init; }

    /// <summary>True where the step ended the process. Shape [m].</summary>
    public required ReadOnlySpan<bool> Terminated { get; init; }

    /// <summary>V(s). Shape [m].</summary>
    public required ReadOnlySpan<Real> Values { get; init; }

    /// <summary>V(s′), not read where terminated. Shape [m].</summary>
    public required ReadOnlySpan<Real> NextValues { get; init; }
}
