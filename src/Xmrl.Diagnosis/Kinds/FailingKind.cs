using System.Globalization;
using Xmrl.Rl.Environments;

namespace Xmrl.Diagnosis.Kinds;

/// <summary>Failing validation tasks that are alike.</summary>
internal sealed record FailingKind
{
    /// <summary>Positions of its failing validation tasks, worst first.</summary>
    public required int[] Validation { get; init; }

    /// <summary>Positions of the training tasks that resemble it.</summary>
    public required int[] Training { get; init; }

    /// <summary>How far its tasks lie together in the space of the task parameters, ≤ 1: <see cref="KindCoherence"/>.</summary>
    public required double Coherence { get; init; }

    /// <summary>What tells its tasks from others, for people: task parameters whose range is narrow.</summary>
    public required string Description { get; init; }

    /// <summary>Mean cosine between the gradients of its tasks; null where gradients are unknown.</summary>
    public required double? Agreement { get; init; }

    /// <summary>Describes tasks by those of their parameters that vary at most half as much as those of all, compared by the middle 80 %
    /// of each.</summary>
    /// <param name="spec">Names of the parameters.</param>
    /// <param name="own">Tasks of the kind, at least one.</param>
    /// <param name="all">All tasks of the set.</param>
    /// <returns>Such as "goalX mostly from 0.6 to 2.9 (all: 0.5 to 8)", the middle 80 % of the kind and the ends of all;
    /// "parameters of the whole range" where none is narrow.</returns>
    public static string Describe(EnvironmentSpec spec, IReadOnlyList<MdpTask> own, IReadOnlyList<MdpTask> all)
    {
        List<string> words = [];
        foreach ((int p, string name) in spec.TaskParameterNames.Index())
        {
            (double low, double high) = Middle(own, p);
            (double least, double most) = Middle(all, p);
            if (most > least && high - low <= 0.5 * (most - least))
            {
                double first = all.Min(task => task.Parameters[p]);
                double last = all.Max(task => task.Parameters[p]);
                words.Add(string.Create(
                    CultureInfo.InvariantCulture, $"{name} mostly from {low:g3} to {high:g3} (all: {first:g3} to {last:g3})"));
            }
        }

        return words.Count == 0 ? "parameters of the whole range" : string.Join(", ", words);
    }

    /// <summary>Ends of the middle 80 % of a parameter.</summary>
    private static (double Low, double High) Middle(IReadOnlyList<MdpTask> tasks, int parameter)
    {
        double[] values = [.. tasks.Select(task => task.Parameters[parameter]).Order()];
        int cut = values.Length / 10;
        return (values[cut], values[^(cut + 1)]);
    }
}
