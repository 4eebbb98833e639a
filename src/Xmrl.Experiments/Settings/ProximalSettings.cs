using Xmrl.Experiments.Configuration;

namespace Xmrl.Experiments.Settings;

/// <summary>The inner problem of implicit MAML.</summary>
public sealed record ProximalSettings : IValidated
{
    /// <summary>λ̄, the pull to the meta-parameters. Default 10 (ours: about 1/α of a step of 0.1).</summary>
    public double Strength { get; init; } = 10;

    /// <summary>Most Newton steps of the inner solve. Default 20 (ours).</summary>
    public int Steps { get; init; } = 20;

    /// <summary>Share of the first gradient's norm at which the solve ends. Default 1e-4 (ours).</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Most conjugate-gradient steps per linear system. Default 20 (ours; the source takes 5 and more).</summary>
    public int SolverSteps { get; init; } = 20;

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Positive.Check(nameof(Strength), Strength),
        .. NumberRange.Closed(1, 10_000).Check(nameof(Steps), Steps),
        .. NumberRange.OpenClosed(0, 1).Check(nameof(Tolerance), Tolerance),
        .. NumberRange.Closed(1, 10_000).Check(nameof(SolverSteps), SolverSteps),
    ];
}
