using System.Globalization;

namespace Xmrl.Experiments.Comparison;

/// <summary>Says where adaptation makes the base policy worse, which a user of the policy must know.</summary>
internal static class AdaptationLoss
{
    /// <summary>Compares the base policy before adaptation with the same policy after all its steps.</summary>
    /// <param name="evaluation">Scores on the test tasks.</param>
    /// <param name="degradedBy">A loss up to this is not told, ≥ 0, in units of the score.</param>
    /// <returns>A sentence with both scores; null where adaptation loses no more, or the policy was not scored before adaptation.</returns>
    public static string? Describe(StoredEvaluation evaluation, double degradedBy)
    {
        if (evaluation.Adaptation is not [{ Scores: [double before, .., double after] scores }, ..] || !(after < before - degradedBy))
        {
            return null;
        }

        string steps = scores.Length == 2 ? "one step" : $"{scores.Length - 1} steps";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Adaptation makes the policy worse: {evaluation.Score} {Number(before)} before adaptation and {Number(after)} after "
                + $"{steps} on the test tasks. A smaller inner step, more adaptation trajectories or a longer training may mend that.");
    }

    private static string Number(double value) => value.ToString("g4", CultureInfo.InvariantCulture).Replace('-', '−');
}
