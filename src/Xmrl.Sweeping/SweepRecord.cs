using System.Globalization;
using Xmrl.Experiments.Methods;

namespace Xmrl.Sweeping;

/// <summary>Content of sweep.json: all candidates of a sweep, and the best of each method.</summary>
internal sealed record SweepRecord
{
    /// <summary>What was searched.</summary>
    public required SweepRequest Request { get; init; }

    /// <summary>What the scores measure.</summary>
    public required string Score { get; init; }

    /// <summary>Mean score of the base policy on the same tasks under the same random numbers.</summary>
    public required double Base { get; init; }

    /// <summary>All candidates, in the order of the search.</summary>
    public required IReadOnlyList<SweepCandidate> Candidates { get; init; }

    /// <summary>The candidate with the best mean score of each method; of equal ones the first. Candidates that stood still are left
    /// out.</summary>
    /// <returns>One candidate per method; none of a method whose candidates all stood still.</returns>
    public IReadOnlyList<SweepCandidate> Best() =>
    [
        .. Candidates.Where(candidate => candidate.Standstill is null)
            .GroupBy(candidate => candidate.Method)
            .Select(own => own.MaxBy(candidate => candidate.Mean.Value)!),
    ];

    /// <summary>Settings that give every method its best tuning.</summary>
    /// <returns>Lines key=value.</returns>
    public IReadOnlyList<string> Settings() =>
    [
        .. Best()
        .SelectMany(best => new[] { Line(best.Method, "stepScale", best.StepScale), Line(best.Method, "strength", best.Strength) }),
    ];

    /// <summary>A setting of a method.</summary>
    internal static string Line(MethodName method, string key, double value)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"retrain.tuning.{method}.{key}={value}");
}
