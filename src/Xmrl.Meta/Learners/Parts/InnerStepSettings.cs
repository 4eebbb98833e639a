using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Gradient;
using Xmrl.Numerics.Validation;

namespace Xmrl.Meta.Learners.Parts;

/// <summary>Adaptation by gradient steps on all parameters.</summary>
public sealed record InnerStepSettings : IValidated
{
    /// <summary>Inner step size α, in (0, 10]. Default 0.2 (tuned by us on the drone's validation tasks: docs/tuning.md).</summary>
    /// <unit>step length</unit>
    public double InnerStepSize { get; init; } = 0.2;

    /// <summary>Whether inner step sizes are meta-parameters, with α as their first value. Default fixed (Finn et al. 2017, Algorithm
    /// 3).</summary>
    public StepSizeLearning StepSizeLearning { get; init; } = StepSizeLearning.Fixed;

    /// <summary>Inner steps K, in [1, 20]. Default 1 (xmrl, Appendix G).</summary>
    /// <unit>steps</unit>
    public int InnerSteps { get; init; } = 1;

    /// <summary>Puts these settings into a learner's parts.</summary>
    /// <param name="options">The other parts.</param>
    /// <returns>New options.</returns>
    public LearnerOptions Into(LearnerOptions options) => options with
    {
        InnerStepSize = InnerStepSize,
        StepSizeLearning = StepSizeLearning,
        InnerSteps = InnerSteps,
    };

    /// <summary>The same settings with another step size.</summary>
    /// <param name="factor">Factor on α, &gt; 0.</param>
    /// <returns>New settings; null where step sizes are meta-parameters.</returns>
    internal InnerStepSettings? Scaled(double factor)
        => StepSizeLearning == StepSizeLearning.Fixed ? this with { InnerStepSize = factor * InnerStepSize } : null;

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.OpenClosed(0, 10).Check(nameof(InnerStepSize), InnerStepSize),
        .. NumberRange.Closed(1, 20).Check(nameof(InnerSteps), InnerSteps),
    ];
}
