using Xmrl.Meta.Outer;

namespace Xmrl.Meta.Learning;

/// <summary>What one iteration did.</summary>
public sealed record IterationReport
{
    /// <summary>The outer step.</summary>
    public required OuterReport Outer { get; init; }

    /// <summary>Mean undiscounted return of the meta-policy over tasks.</summary>
    public double ReturnBefore { get; init; }

    /// <summary>Mean undiscounted return of the adapted policies.</summary>
    public double ReturnAfter { get; init; }

    /// <summary>Mean success rate of the adapted policies.</summary>
    public double SuccessAfter { get; init; }

    /// <summary>Largest relative residual of the tasks' proximal inner solves; 0 for inner steps. Above the configured tolerance, a solve ended before it converged.</summary>
    public double Residual { get; init; }

    /// <summary>Tasks whose proximal solve ended above its tolerance.</summary>
    public int NotConverged { get; init; }

    /// <summary>Tasks whose adaptation or hyper-gradient holds a number that is not finite.</summary>
    public int NonFinite { get; init; }

    /// <summary>Environment steps taken.</summary>
    public long Interactions { get; init; }

    /// <summary>Mixed states that were infeasible.</summary>
    public int Infeasible { get; init; }

    /// <summary>Processor seconds by phase.</summary>
    public PhaseSeconds Profile { get; init; }

    /// <summary>Seconds on the clock.</summary>
    public double WallSeconds { get; init; }

    /// <summary>Cores kept busy on average.</summary>
    public double CoresUsed => (Profile.Sampling + Profile.Advantages + Profile.Gradients + Profile.Outer) / WallSeconds;
}
