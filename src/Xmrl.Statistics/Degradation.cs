using Xmrl.Numerics.Validation;

namespace Xmrl.Statistics;

/// <summary>Share of tasks whose score fell, and by how much (the last columns of the method paper's Table 2).</summary>
/// <remarks>Scores are sampled: with a threshold of zero about half of the unchanged tasks count as degraded. Choose one above the
/// evaluation noise, and state it.</remarks>
internal static class Degradation
{
    /// <summary>Compares the scores of the same tasks before and after.</summary>
    /// <param name="before">Scores before, higher is better, finite. Shape [n], n ≥ 1.</param>
    /// <param name="after">Scores after, same order, finite. Shape [n].</param>
    /// <param name="threshold">A task is degraded where before − after exceeds this, ≥ 0, in units of the score.</param>
    /// <returns>The share of degraded tasks and their mean drop.</returns>
    /// <exception cref="ArgumentException">Lengths differ, the samples are empty, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is negative or not finite.</exception>
    public static DegradationResult Measure(ReadOnlySpan<double> before, ReadOnlySpan<double> after, double threshold)
    {
        SampleGuard.CheckPaired(before, after, 1, nameof(before));
        NumberRange.NotNegative.Require(threshold, nameof(threshold));

        int count = 0, withReference = 0;
        double drops = 0, relative = 0;
        for (int i = 0; i < before.Length; i++)
        {
            double drop = before[i] - after[i];
            if (!(drop > threshold))
            {
                continue;
            }

            count++;
            drops += drop;
            if (before[i] != 0)
            {
                withReference++;
                relative += drop / Math.Abs(before[i]);
            }
        }

        return new(
            count,
            (double)count / before.Length,
            count > 0 ? drops / count : 0,
            withReference > 0 ? relative / withReference : 0,
            count - withReference);
    }
}
