using Xmrl.Meta.Outer;
using Xmrl.Numerics.Validation;

namespace Xmrl.Meta.Learners.Parts;

/// <summary>How long outer steps are over a training.</summary>
public sealed record ScheduleSettings : IValidated
{
    /// <summary>Outer step size β, for all outer steps but a trust region, in (0, 10]. Default 0.001 (tuned by us on the drone's
    /// validation tasks: docs/tuning.md).</summary>
    /// <unit>step length</unit>
    public double OuterStepSize { get; init; } = 1e-3;

    /// <summary>Share of β that is left at the end of a cosine schedule, in (0, 1]. Default 0.05 (chosen by us, untested).</summary>
    /// <unit>share</unit>
    public double FinalStepShare { get; init; } = 0.05;

    /// <summary>The schedule of a training.</summary>
    /// <param name="iterations">Its length.</param>
    /// <returns>β over the iterations.</returns>
    public OuterSchedule Over(int iterations)
        => new(OuterStepSize, FinalStepShare, iterations);

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.OpenClosed(0, 10).Check(nameof(OuterStepSize), OuterStepSize),
        .. NumberRange.OpenClosed(0, 1).Check(nameof(FinalStepShare), FinalStepShare),
    ];
}
