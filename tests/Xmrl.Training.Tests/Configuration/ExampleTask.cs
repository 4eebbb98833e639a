using System.Collections.Immutable;
using Xmrl.Numerics.Validation;

namespace Xmrl.Training.Tests.Configuration;

internal sealed record ExampleTask : IValidated
{
    public required string Id { get; init; }

    public double Weight { get; init; } = 1;

    public ImmutableArray<double> Goal { get; init; }

    public IEnumerable<ValidationError> Validate() => NumberRange.AtLeast(0).Check(nameof(Weight), Weight);
}
