using Xmrl.Meta.Outer;
using Xmrl.Rl.Environments;

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

    /// <summary>Largest relative residual of the tasks' proximal inner solves; 0 for inner steps. Above the configured tolerance, a solve
    /// ended before it converged.</summary>
    public double Residual { get; init; }

    /// <summary>Tasks whose proximal solve ended above its tolerance.</summary>
    public int NotConverged { get; init; }

    /// <summary>Tasks whose inner problem was not concave where its proximal solve ended: conjugate gradients met a direction of negative
    /// curvature, and the damping of the hyper-gradient was raised, or without damping they stopped before it.</summary>
    public int Indefinite { get; init; }

    /// <summary>Tasks whose adaptation or hyper-gradient holds a number that is not finite.</summary>
    public int NonFinite { get; init; }

    /// <summary>Environment steps taken.</summary>
    public long Interactions { get; init; }

    /// <summary>Mixed states that were infeasible.</summary>
    public int Infeasible { get; init; }

    /// <summary>Figures that its learner alone has, by the names that they have in the metrics; finite.</summary>
    internal IReadOnlyList<KeyValuePair<string, double>> Figures { get; init; } = [];

    /// <summary>Processor seconds by phase.</summary>
    public PhaseSeconds Profile { get; init; }

    /// <summary>Seconds on the clock.</summary>
    public double WallSeconds { get; init; }

    /// <summary>What the environments' physics engine did; its seconds are summed over workers and part of the sampling. Zero without an
    /// engine.</summary>
    public EngineUse Engine { get; init; }

    /// <summary>Threads that the work was given.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Share of seconds on the clock × threads that was spent in the physics engine.</summary>
    public double EngineShare => Engine.Seconds / (WallSeconds * Threads);

    /// <summary>Cores kept busy on average.</summary>
    public double CoresUsed => (Profile.Sampling + Profile.Advantages + Profile.Gradients + Profile.Outer) / WallSeconds;
}
