using Xmrl.Numerics.Validation;

namespace Xmrl.Explain.Selection;

/// <summary>The poorly adapted tasks among scored ones.</summary>
/// <remarks>Select on one set of episodes and measure on another: the worst of noisy scores look better on any second look (regression to
/// the mean).</remarks>
public static class PoorTaskSelection
{
    /// <summary>Positions of the worst tasks, worst first; ties go to the lower position.</summary>
    /// <param name="scores">One score per task, higher is better. Shape [n].</param>
    /// <param name="count">How many, in [1, n].</param>
    /// <returns>Positions. Shape [count].</returns>
    /// <exception cref="ArgumentException">A score is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count lies outside [1, n].</exception>
    public static int[] Worst(ReadOnlySpan<double> scores, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, scores.Length);
        double[] copy = scores.ToArray();
        int undefined = Array.FindIndex(copy, double.IsNaN);
        if (undefined >= 0)
        {
            throw new ArgumentException($"The score of task {undefined} is NaN.", nameof(scores));
        }

        return [.. Enumerable.Range(0, copy.Length).OrderBy(i => copy[i]).ThenBy(i => i).Take(count)];
    }

    /// <summary>Positions of the worst share of tasks, rounded to the nearest count but at least one.</summary>
    /// <param name="scores">One score per task. Shape [n].</param>
    /// <param name="share">Share in (0, 1].</param>
    /// <returns>Positions, worst first.</returns>
    public static int[] WorstShare(ReadOnlySpan<double> scores, double share)
    {
        NumberRange.OpenClosed(0, 1).Require(share, nameof(share));

        return Worst(scores, Math.Max(1, (int)Math.Round(share * scores.Length)));
    }
}
