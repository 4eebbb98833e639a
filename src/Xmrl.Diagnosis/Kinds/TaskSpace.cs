using System.Collections.Immutable;
using Xmrl.Rl.Environments;

namespace Xmrl.Diagnosis.Kinds;

/// <summary>Distances between tasks by their parameters, each in units of its range.</summary>
/// <param name="ranges">Range of each task parameter.</param>
internal sealed class TaskSpace(ImmutableArray<ParameterRange> ranges)
{
    /// <summary>Root mean square of the parameters' differences in units of their ranges; parameters without extent count
    /// nothing.</summary>
    /// <returns>A number in [0, 1].</returns>
    public double Distance(MdpTask first, MdpTask second)
    {
        double sum = 0;
        int counted = 0;
        for (int p = 0; p < ranges.Length; p++)
        {
            double width = ranges[p].High - ranges[p].Low;
            if (width > 0 && double.IsFinite(width))
            {
                double difference = (first.Parameters[p] - second.Parameters[p]) / width;
                sum += difference * difference;
                counted++;
            }
        }

        return counted == 0 ? 0 : Math.Sqrt(sum / counted);
    }

    /// <summary>The known tasks nearest to a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="known">Known tasks.</param>
    /// <param name="count">How many, ≥ 1; fewer where there are not as many.</param>
    /// <param name="except">A known task that is left out; −1 for none.</param>
    /// <returns>Positions, nearest first; ties go to the lower position.</returns>
    public int[] Nearest(MdpTask task, IReadOnlyList<MdpTask> known, int count, int except = -1)
    {
        double[] distances = [.. known.Select(other => Distance(task, other))];
        return
        [
            .. Enumerable.Range(0, known.Count).Where(i => i != except).OrderBy(i => distances[i]).ThenBy(i => i).Take(count),
        ];
    }
}
