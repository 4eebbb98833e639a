using Xmrl.Numerics.Validation;

namespace Xmrl.Experiments.Methods;

/// <summary>The two numbers by which every improvement method is tuned, in the same way for each.</summary>
public sealed record MethodTuning : IValidated
{
    /// <summary>Factor on the length of every outer step, in (0, 1000]: on <see cref="RetrainSettings.OuterStepSize"/>, or squared on the
    /// divergence of a trust region, whose length goes with √δ. Default 1 (the configured length).</summary>
    /// <unit>factor</unit>
    public double StepScale { get; init; } = 1;

    /// <summary>How strongly the method departs from Continued, in [0, 1000]; 0 would be Continued. Default 1 (the paper's own or the
    /// configured strength).</summary>
    /// <unit>weight</unit>
    public double Strength { get; init; } = 1;

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.OpenClosed(0, 1000).Check(nameof(StepScale), StepScale),
        .. NumberRange.Closed(0, 1000).Check(nameof(Strength), Strength),
    ];
}
