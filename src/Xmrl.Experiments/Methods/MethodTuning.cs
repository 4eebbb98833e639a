using Xmrl.Experiments.Configuration;

namespace Xmrl.Experiments.Methods;

/// <summary>The two numbers by which every improvement method is tuned, in the same way for each.</summary>
public sealed record MethodTuning : IValidated
{
    /// <summary>Factor on the length of every outer step: on <see cref="RetrainSettings.OuterStepSize"/>, or squared on
    /// <see cref="Settings.MetaSettings.MaximumDivergence"/> where the outer step is a trust region, whose length goes with √δ.</summary>
    public double StepScale { get; init; } = 1;

    /// <summary>How strongly the method departs from Continued; 0 would be Continued, 1 is the paper's own or the configured
    /// strength.</summary>
    public double Strength { get; init; } = 1;

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.OpenClosed(0, 1000).Check(nameof(StepScale), StepScale),
        .. NumberRange.Closed(0, 1000).Check(nameof(Strength), Strength),
    ];
}
