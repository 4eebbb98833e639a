using System.Globalization;
using Xmrl.Rl.Environments;

namespace Xmrl.Dashboard.Scenes;

/// <summary>What the tasks of a run are called in its report.</summary>
internal static class TaskIds
{
    public static string Training(int position) => Named("train", position);

    public static string Validation(int position) => Named("validation", position);

    public static string Test(int position) => Named("test", position);

    /// <summary>What tasks are in words, by their ids; null where the environment has no words for them.</summary>
    /// <param name="picture">The pictures of the environment; null for none.</param>
    /// <param name="training">Training tasks.</param>
    /// <param name="validation">Validation tasks.</param>
    /// <param name="test">Test tasks.</param>
    public static IReadOnlyDictionary<string, string>? Words(
        ITaskScene? picture, IReadOnlyList<MdpTask> training, IReadOnlyList<MdpTask> validation, IReadOnlyList<MdpTask> test)
    {
        (string Id, string? Words)[] all =
        [
            .. training.Select((task, i) => (Training(i), picture?.Describe(task))),
            .. validation.Select((task, i) => (Validation(i), picture?.Describe(task))),
            .. test.Select((task, i) => (Test(i), picture?.Describe(task))),
        ];
        return all.Any(static task => task.Words is null)
            ? null
            : all.ToDictionary(static task => task.Id, static task => task.Words!, StringComparer.Ordinal);
    }

    private static string Named(string set, int position) => string.Create(CultureInfo.InvariantCulture, $"{set}-{position + 1}");
}
