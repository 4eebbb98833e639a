using System.Globalization;
using Xmrl.Experiments.Settings;
using Xmrl.Experiments.Statistics;
using Xmrl.Explain.Statistics;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Experiments.Improvement;

/// <summary>Decides whether one of several candidates replaces the base policy: it must gain with confidence, corrected for the number of candidates, and degrade few tasks.</summary>
/// <param name="settings">Level and allowed share of degraded tasks.</param>
/// <param name="degradedBy">A task is degraded when it loses more than this.</param>
public sealed class RepairDecision(ConfirmSettings settings, double degradedBy)
{
    /// <summary>Decides on scores of fresh tasks.</summary>
    /// <param name="before">Scores of the base policy. Shape [n], n ≥ 2.</param>
    /// <param name="candidates">Candidates with their scores of the same tasks under the same random numbers, at least one.</param>
    /// <param name="interactions">Environment steps that the scores took, for the record.</param>
    /// <param name="key">Random numbers of the bootstrap.</param>
    /// <returns>The decision.</returns>
    /// <exception cref="ArgumentException">No candidates, or scores of different lengths.</exception>
    public StoredConfirmation Decide(double[] before, IReadOnlyList<(ImprovementMethod Method, double[] Scores)> candidates, long interactions, RandomKey key)
    {
        double[] probabilities = [.. candidates.Select(candidate => OneSided(PairedTTest.Test(candidate.Scores, before)))];
        var corrected = new double[probabilities.Length];
        HolmCorrection.Adjust(probabilities, corrected);
        var options = new BootstrapOptions { Key = key.Derive(RandomPurpose.Bootstrap) };
        ConfirmationCandidate[] judged =
        [
            .. candidates.Select((candidate, c) =>
            {
                double degraded = Degradation.Measure(before, candidate.Scores, degradedBy).Share;
                Interval gain = Bootstrap.Difference(new ScoreTable(candidate.Scores, 1, before.Length), new ScoreTable(before, 1, before.Length), Moments.MeanOf, options);
                return new ConfirmationCandidate(candidate.Method, gain, probabilities[c], corrected[c], degraded, corrected[c] < settings.Level && degraded <= settings.DegradedShare);
            }),
        ];
        ConfirmationCandidate? best = judged.Where(candidate => candidate.IsConfirmed).MaxBy(candidate => candidate.Gain.Value);
        return new StoredConfirmation
        {
            Tasks = before.Length,
            Candidates = judged,
            Chosen = best?.Method,
            Reason = best is null ? Refusal(judged, before.Length) : $"{MethodNames.Of(best.Method)} replaces the base policy: {Describe(best)} on {before.Length} fresh tasks.",
            Interactions = interactions,
        };
    }

    private static double OneSided(PairedTTestResult test) => test.MeanDifference > 0 ? test.PValue / 2 : 1 - (test.PValue / 2);

    private static string Describe(ConfirmationCandidate candidate) => string.Create(
        CultureInfo.InvariantCulture, $"{Verdict.Signed(candidate.Gain.Value)} (corrected p = {candidate.CorrectedPValue:g2}), {candidate.DegradedShare:p1} of tasks degraded");

    private string Refusal(ConfirmationCandidate[] judged, int tasks) => string.Create(
        CultureInfo.InvariantCulture,
        $"The base policy is kept: on {tasks} fresh tasks no candidate gained with p < {settings.Level:g2} and degraded at most {settings.DegradedShare:p0} of tasks ({string.Join("; ", judged.Select(candidate => $"{MethodNames.Of(candidate.Method)} {Describe(candidate)}"))}).");
}
