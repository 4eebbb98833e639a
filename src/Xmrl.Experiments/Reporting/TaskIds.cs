using System.Globalization;

namespace Xmrl.Experiments.Reporting;

/// <summary>What the tasks of a run are called in its report.</summary>
internal static class TaskIds
{
    public static string Training(int position) => Named("train", position);

    public static string Validation(int position) => Named("validation", position);

    public static string Test(int position) => Named("test", position);

    private static string Named(string set, int position) => string.Create(CultureInfo.InvariantCulture, $"{set}-{position + 1}");
}
