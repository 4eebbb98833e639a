using System.Globalization;
using Xmrl.Experiments.Methods;
using Xmrl.Numerics.Randomness;
using Xmrl.Statistics;

namespace Xmrl.Experiments.Comparison;

/// <summary>Decides whether one of several candidates replaces the base policy: it must gain with confidence, corrected for the number of
/// candidates, and degrade few tasks.</summary>
/// <param name="settings">Level and allowed share of degraded tasks.</param>
/// <param name="degradedBy">A task is degraded when it loses more than this.</param>
/// <param name="range">What scores can be; null where that is not known.</param>
internal sealed class RepairDecision(ConfirmSettings settings, double degradedBy, ScoreRange? range)
{
    /// <summary>Decides on scores of fresh tasks.</summary>
    /// <param name="before">Scores of the base policy. Shape [n], n ≥ 1; of one, or without variance, no candidate is confirmed.</param>
    /// <param name="candidates">Candidates with their scores of the same tasks under the same random numbers, at least one.</param>
    /// <param name="interactions">Environment steps that the scores took, for the record.</param>
    /// <param name="key">Random numbers of the intervals.</param>
    /// <returns>The decision.</returns>
    /// <exception cref="ArgumentException">No candidates, or scores of different lengths.</exception>
    public StoredConfirmation Decide(
        double[] before, IReadOnlyList<RepairCandidate> candidates, long interactions, RandomKey key)
    {
        PairedTTestResult[] tests = [.. candidates.Select(candidate => PairedTTest.Test(candidate.Scores, before))];

        // A candidate without a test counts in the correction of the others, and is never confirmed.
        double[] corrected = [.. tests.Select(test => OneSided(test) ?? 1)];
        HolmCorrection.Adjust(corrected, corrected);
        var intervals = new ScoreIntervals(key.Derive(RandomPurpose.Bootstrap), range);
        ConfirmationCandidate[] judged =
        [
            .. candidates.Select((candidate, c) =>
            {
                double degraded = Degradation.Measure(before, candidate.Scores, degradedBy).Share;
                Interval gain = intervals.Difference(candidate.Scores, before);
                double? p = OneSided(tests[c]);
                bool isConfirmed = p is not null && corrected[c] < settings.Level && degraded <= settings.DegradedShare;
                return new ConfirmationCandidate(
                    candidate.Method.Name, gain, p, p is null ? null : corrected[c], degraded, isConfirmed) { Status = tests[c].Status };
            }),
        ];
        var titles = candidates.ToDictionary(candidate => candidate.Method.Name, candidate => candidate.Method.Title);
        ConfirmationCandidate? best = judged.Where(candidate => candidate.IsConfirmed).MaxBy(candidate => candidate.Gain.Value);
        return new StoredConfirmation
        {
            Tasks = before.Length,
            Candidates = judged,
            Chosen = best?.Method,
            Reason = best is null
                ? Refusal([.. judged.Select(candidate => $"{titles[candidate.Method]} {Describe(candidate)}")], before.Length)
                : $"{titles[best.Method]} replaces the base policy: on {before.Length} fresh tasks it {Describe(best)}.",
            Interactions = interactions,
        };
    }

    private static double? OneSided(PairedTTestResult test) => test.MeanDifference > 0 ? test.PValue / 2 : 1 - (test.PValue / 2);

    private static string Describe(ConfirmationCandidate candidate) => string.Create(
        CultureInfo.InvariantCulture,
        $"gains {Verdict.Signed(candidate.Gain.Value)} ({Test(candidate)}) and degrades {candidate.DegradedShare:p1} of the tasks");

    private static string Test(ConfirmationCandidate candidate) => candidate.CorrectedPValue is { } p
        ? string.Create(CultureInfo.InvariantCulture, $"p = {p:g2} after correction")
        : $"no test: {candidate.Status.ToWords()}";

    private string Refusal(string[] judged, int tasks) => string.Create(
        CultureInfo.InvariantCulture,
        $"The base policy is kept: on {tasks} fresh tasks no candidate gained with p < {settings.Level:g2} and degraded at most "
            + $"{settings.DegradedShare:p0} of tasks "
            + $"({string.Join("; ", judged)}).");
}
