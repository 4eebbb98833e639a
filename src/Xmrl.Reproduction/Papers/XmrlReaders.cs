using System.Globalization;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Loop;

namespace Xmrl.Reproduction.Papers;

/// <summary>What the runs of an improvement experiment contribute to the method's tables.</summary>
internal static class XmrlReaders
{
    public const string AllTasks = "all test tasks";
    public const string Poor = "poor tasks";
    public const string NonPoor = "other tasks";
    public const string Degraded = "share degraded";
    public const string Near = "minus distance to the nearest poor task";

    /// <summary>Row of the policy that a run hands over: a confirmed candidate, or the base policy.</summary>
    public const string Kept = "policy that is kept";

    /// <summary>Reads the cells of a run.</summary>
    internal delegate IEnumerable<(string Row, string Column, double Value)> Cells(RunDirectory run);

    /// <summary>Mean score of every method.</summary>
    public static Cells Means(string column) => run => Evaluation(run).Methods.Select(method => (method.Name, column, method.Mean.Value));

    /// <summary>Poor, other and degraded tasks of every method.</summary>
    public static IEnumerable<(string Row, string Column, double Value)> Groups(RunDirectory run)
        => Evaluation(run).Methods.SelectMany(method => new[]
    {
        (method.Name, Poor, method.Poor.Value), (method.Name, NonPoor, method.NonPoor.Value),
        (method.Name, Degraded, method.Degradation.Share),
    });

    /// <summary>All, poor, other and degraded tasks of every method.</summary>
    public static IEnumerable<(string Row, string Column, double Value)> AllAndGroups(RunDirectory run)
        => Means(AllTasks)(run).Concat(Groups(run));

    /// <summary>All columns of every method and of the policy that is kept.</summary>
    public static IEnumerable<(string Row, string Column, double Value)> WithKept(RunDirectory run)
    {
        MethodName? chosen = File.Exists(run.File(StoredConfirmation.FileName))
            ? RunJson.Read<StoredConfirmation>(run.File(StoredConfirmation.FileName)).Chosen
            : null;
        string kept = Evaluation(run).Methods.Single(method => method.Method == chosen).Name;
        (string Row, string Column, double Value)[] cells = [.. AllAndGroups(run)];
        return cells.Concat(cells.Where(cell => cell.Row == kept).Select(cell => (Kept, cell.Column, cell.Value)));
    }

    /// <summary>Policies trained on critical, all and random tasks, on the poor tasks.</summary>
    public static IEnumerable<(string Row, string Column, double Value)> Fidelity(RunDirectory run)
    {
        string path = run.File("fidelity.json");
        if (!File.Exists(path))
        {
            yield break;
        }

        StoredFidelity found = RunJson.Read<StoredFidelity>(path);
        yield return ("critical tasks", Poor, found.CriticalScores.Average());
        yield return ("all tasks", Poor, found.AllScores.Average());
        yield return ("random tasks", Poor, found.RandomScores.Average());
    }

    /// <summary>How near critical, all and the nearest training tasks are to the poor ones; nothing where tasks have no distance or none
    /// is critical.</summary>
    public static IEnumerable<(string Row, string Column, double Value)> Nearness(RunDirectory run)
    {
        IEnvironmentFamily family = LearnerFactory.Family(ConfigurationReader.ReadFile<ImproveConfiguration>(run.ConfigurationPath));
        TaskSets tasks = RunJson.Read<TaskSets>(run.TasksPath);
        StoredExplanation explanation = RunJson.Read<StoredExplanation>(run.ExplanationPath);
        if (explanation.Critical.Length == 0 || family.Distance(tasks.Training[0], tasks.Training[0]) is null)
        {
            yield break;
        }

        double[] near =
            [.. tasks.Training.Select(task => -explanation.Poor.Min(position => family.Distance(task, tasks.Validation[position])!.Value))];
        yield return ("critical tasks", Near, explanation.Critical.Average(position => near[position]));
        yield return ("all training tasks", Near, near.Average());
        yield return ("nearest tasks", Near, near.OrderDescending().Take(explanation.Critical.Length).Average());
    }

    /// <summary>The mean over the repairs 1 … last of one base policy; the run is the last of them.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Mean(RunDirectory run, int last, Cells read)
    {
        string name = Path.GetFileName(run.FullPath);
        string folder = Path.GetDirectoryName(run.FullPath)!;
        string own = string.Create(CultureInfo.InvariantCulture, $"repair-{last}");
        return Enumerable.Range(1, last)
            .Select(
                number => RunDirectory.OpenPart(
                    Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"repair-{number}") + name[own.Length..])))
            .SelectMany(repair => read(repair))
            .GroupBy(cell => ReproductionCell.KeyOf(cell.Row, cell.Column), StringComparer.Ordinal)
            .Select(group => KeyValuePair.Create(group.Key, group.Average(cell => cell.Value)));
    }

    private static StoredEvaluation Evaluation(RunDirectory run) => StoredEvaluation.Read(run);
}
