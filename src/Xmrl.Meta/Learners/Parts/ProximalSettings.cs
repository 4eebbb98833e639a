using Xmrl.Meta.Adaptation;
using Xmrl.Numerics.Validation;

namespace Xmrl.Meta.Learners.Parts;

/// <summary>The inner problem of implicit MAML.</summary>
public sealed record ProximalSettings : IValidated
{
    /// <summary>λ̄, the pull to the meta-parameters, &gt; 0. Default 10 (chosen by us: about 1/α of a step of 0.1).</summary>
    /// <unit>weight</unit>
    public double Strength { get; init; } = 10;

    /// <summary>Most Newton steps of the inner solve, in [1, 10000]. Default 20 (chosen by us, untested).</summary>
    /// <unit>steps</unit>
    public int Steps { get; init; } = 20;

    /// <summary>Share of the first gradient's norm at which the solve ends, in (0, 1]. Default 1e-4 (chosen by us: float leaves little
    /// below).</summary>
    /// <unit>share</unit>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>Most conjugate-gradient steps per linear system, in [1, 10000]. Default 20 (chosen by us; Rajeswaran et al. 2019 take 5 and
    /// more).</summary>
    /// <unit>steps</unit>
    public int SolverSteps { get; init; } = 20;

    /// <summary>The options of the solve.</summary>
    /// <returns>New options.</returns>
    public ProximalOptions Options() => new()
    {
        Strength = Strength,
        MaximumSteps = Steps,
        Tolerance = Tolerance,
        SolverSteps = SolverSteps,
    };

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Positive.Check(nameof(Strength), Strength),
        .. NumberRange.Closed(1, 10_000).Check(nameof(Steps), Steps),
        .. NumberRange.OpenClosed(0, 1).Check(nameof(Tolerance), Tolerance),
        .. NumberRange.Closed(1, 10_000).Check(nameof(SolverSteps), SolverSteps),
    ];
}
