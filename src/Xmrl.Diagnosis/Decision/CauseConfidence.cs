using Xmrl.Numerics.Randomness;

namespace Xmrl.Diagnosis.Decision;

/// <summary>How sure a cause is: the share of bootstrap samples of the fresh tasks for which the rule says the same.</summary>
/// <remarks>The samples show the noise of the tasks and of their episodes, not that of the short trainings, each of which was run
/// once.</remarks>
internal static class CauseConfidence
{
    /// <summary>Share of the samples from which on a cause is named; below, the diagnosis is unclear.</summary>
    public const double Least = 0.7;

    private const int Samples = 1000;

    /// <summary>Shares of the causes.</summary>
    /// <param name="evidence">What was measured.</param>
    /// <param name="key">Random numbers of the samples.</param>
    /// <returns>Causes with their shares, largest first; ties in the order of <see cref="Cause"/>. They add up to 1.</returns>
    public static IReadOnlyList<CauseShare> Of(KindEvidence evidence, RandomKey key)
    {
        var counts = new int[Enum.GetValues<Cause>().Length];
        int[] rows = new int[evidence.Kind.Length];
        for (int sample = 0; sample < Samples; sample++)
        {
            RandomKey own = key.Derive((ulong)sample);
            for (int row = 0; row < rows.Length; row++)
            {
                rows[row] = own.Integer((ulong)row, rows.Length);
            }

            counts[(int)DiagnosisRule.Decide(evidence, rows)]++;
        }

        return
        [
            .. counts.Index().Where(count => count.Item > 0).OrderByDescending(count => count.Item).ThenBy(count => count.Index)
                .Select(count => new CauseShare((Cause)count.Index, count.Item / (double)Samples)),
        ];
    }
}
