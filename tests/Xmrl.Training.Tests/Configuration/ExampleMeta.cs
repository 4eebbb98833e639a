using Xmrl.Numerics.Validation;

namespace Xmrl.Training.Tests.Configuration;

internal sealed record ExampleMeta : IValidated
{
    public double InnerStepSize { get; init; } = 0.1;

    public double OuterStepSize { get; init; } = 0.01;

    public int InnerSteps
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentException("expected at least 1.");
    } = 1;

    public GradientOrder GradientOrder { get; init; } = GradientOrder.Exact;

    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.OpenClosed(0, 10).Check(nameof(InnerStepSize), InnerStepSize),
        .. NumberRange.Positive.Check(nameof(OuterStepSize), OuterStepSize),
    ];
}
