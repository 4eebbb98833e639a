using System.Globalization;
using Xmrl.Meta.Evaluation;
using Xmrl.Training.Settings;

namespace Xmrl.Reproduction.Robustness;

/// <summary>Groups of test tasks whose mean scores are kept: all of them, and where tasks have a direction, halves of each
/// quadrant.</summary>
/// <remarks>Two halves allow to choose on one and to score on the other.</remarks>
/// <param name="hasAngle">Whether tasks have a direction.</param>
internal sealed class StudyGroups(bool hasAngle)
{
    /// <summary>Name of all test tasks.</summary>
    public const string Test = "test";

    /// <summary>Name of the training tasks.</summary>
    public const string Training = "training";

    /// <summary>The halves of a quadrant.</summary>
    public const string Halves = "ab";

    /// <summary>Name of a half of a quadrant.</summary>
    /// <param name="quadrant">The quadrant, in [1, 4].</param>
    /// <param name="half">a or b.</param>
    public static string Half(int quadrant, char half) => string.Create(CultureInfo.InvariantCulture, $"test_q{quadrant}{half}");

    /// <summary>Name of a score: the group, the trajectories that it is a mean of, and their actions.</summary>
    /// <param name="group">The group.</param>
    /// <param name="score">Last trajectories or all.</param>
    /// <param name="actions">Mean or sampled.</param>
    public static string Name(string group, ScoreKind score, ActionKind actions) => $"{group}_{score}_{actions}".ToLowerInvariant();

    /// <summary>Name of a curve over adaptation steps.</summary>
    /// <param name="group">The group.</param>
    /// <param name="actions">Mean or sampled.</param>
    public static string Name(string group, ActionKind actions) => $"{group}_{actions}".ToLowerInvariant();

    /// <summary>Mean scores of all groups.</summary>
    /// <param name="tasks">Scores of the test tasks, in their order.</param>
    /// <returns>Scores by name.</returns>
    public SortedDictionary<string, double> Scores(IReadOnlyList<TaskScores> tasks)
    {
        var scores = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach ((string group, TaskScores[] members) in Of(tasks))
        {
            Enter(scores, group, members);
        }

        return scores;
    }

    /// <summary>Mean scores of all groups before adaptation and after each of its steps.</summary>
    /// <param name="tasks">Scores of the test tasks, in their order.</param>
    /// <returns>Scores by name, each of shape [K + 1].</returns>
    public SortedDictionary<string, double[]> Curves(IReadOnlyList<TaskScores> tasks)
    {
        var curves = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
        foreach ((string group, TaskScores[] members) in Of(tasks))
        {
            foreach (ActionKind actions in Enum.GetValues<ActionKind>())
            {
                curves[Name(group, actions)] =
                [
                    .. Enumerable.Range(0, members[0].Sampled.Length).Select(step => members.Average(task => Points(task, actions)[step])),
                ];
            }
        }

        return curves;
    }

    /// <summary>Enters the scores of one group of tasks.</summary>
    /// <param name="scores">Receives them by name.</param>
    /// <param name="group">The group.</param>
    /// <param name="members">Its tasks, at least one.</param>
    public static void Enter(IDictionary<string, double> scores, string group, IReadOnlyList<TaskScores> members)
    {
        foreach (ActionKind actions in Enum.GetValues<ActionKind>())
        {
            scores[Name(group, ScoreKind.Last, actions)] = members.Average(task => Points(task, actions)[^1]);
            scores[Name(group, ScoreKind.All, actions)] = members.Average(task => Points(task, actions).Average());
        }
    }

    private static double[] Points(TaskScores task, ActionKind actions) => actions == ActionKind.Mean ? task.MeanActions : task.Sampled;

    private IEnumerable<(string Name, TaskScores[] Members)> Of(IReadOnlyList<TaskScores> tasks)
    {
        yield return (Test, [.. tasks]);
        if (!hasAngle)
        {
            yield break;
        }

        for (int quadrant = 0; quadrant < StudyTasks.Quadrants; quadrant++)
        {
            for (int half = 0; half < Halves.Length; half++)
            {
                yield return (
                    Half(quadrant + 1, Halves[half]),
                    [
                        .. tasks.Where((_, i) => i % StudyTasks.Quadrants == quadrant
                            && i / StudyTasks.Quadrants % Halves.Length == half),
                    ]);
            }
        }
    }
}
