using System.Collections.Immutable;
using Xmrl.Experiments.Methods;

namespace Xmrl.Sweeping;

/// <summary>What a sweep searches. Content of sweep-request.json, by which an interrupted sweep is known again.</summary>
internal sealed record SweepRequest
{
    /// <summary>The run whose base policy is improved.</summary>
    public required string BaseRun { get; init; }

    /// <summary>Methods; each is searched over the same grid.</summary>
    public ImmutableArray<MethodName> Methods { get; init; } = [.. MethodTable.Standard.All.Select(method => method.Name)];

    /// <summary>Factors on the length of the outer steps: <see cref="MethodTuning.StepScale"/>.</summary>
    public ImmutableArray<double> StepScales { get; init; } = [0.5, 1, 2];

    /// <summary>Strengths of the methods.</summary>
    public ImmutableArray<double> Strengths { get; init; } = [0.5, 1, 2];

    /// <summary>Settings that go over the run's, key=value, such as tasks.validation=50 or retrain.iterations=30.</summary>
    public ImmutableArray<string> Overrides { get; init; } = [];

    /// <summary>Tasks on which candidates are scored: a second set of validation tasks, because methods may train on those that the poor
    /// ones come from.</summary>
    public int Tasks { get; init; } = 100;

    /// <summary>Independent adaptations per task when candidates are scored.</summary>
    public int Repeats { get; init; } = 5;

    /// <summary>Whether two requests ask for the same.</summary>
    /// <param name="other">The other request.</param>
    /// <returns>True where all parts are equal.</returns>
    public bool Asks(SweepRequest other)
        => BaseRun == other.BaseRun
            && Repeats == other.Repeats
            && Tasks == other.Tasks
            && Methods.SequenceEqual(other.Methods)
            && StepScales.SequenceEqual(other.StepScales)
        && Strengths.SequenceEqual(other.Strengths) && Overrides.SequenceEqual(other.Overrides);
}
