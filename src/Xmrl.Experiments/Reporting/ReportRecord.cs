using Xmrl.Diagnosis;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Runs.Replays;
using Xmrl.Training.Configuration;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Reporting;

/// <summary>What a report is made from: the files of one run, read once. Parts that the run did not reach are null or empty.</summary>
internal sealed class ReportRecord
{
    private readonly Func<string, IEnumerable<MetricsRow>> _metrics;

    /// <summary>Reads a run.</summary>
    /// <param name="run">The run; work may go on in it.</param>
    /// <param name="methods">The methods that the run may name.</param>
    /// <param name="metrics">Reads the metrics of a series; null for all rows of its file.</param>
    /// <exception cref="InvalidDataException">A file is not valid, or two of them do not fit each other.</exception>
    public ReportRecord(RunDirectory run, MethodTable methods, Func<string, IEnumerable<MetricsRow>>? metrics = null)
    {
        Run = run;
        _metrics = metrics ?? run.ReadMetrics;
        State = run.ReadState();
        Methods = methods;
        Configuration = ReadConfiguration(run, methods);
        Tasks = File.Exists(run.TasksPath) ? RunJson.Read<TaskSets>(run.TasksPath) : null;
        Explanation = ReadOrNull<StoredExplanation>(run.ExplanationPath);
        Evaluation = File.Exists(run.EvaluationPath) ? StoredEvaluation.Read(run) : null;
        Confirmation = ReadOrNull<StoredConfirmation>(run.File(StoredConfirmation.FileName));
        Diagnosis = ReadOrNull<StoredDiagnosis>(run.File(StoredDiagnosis.FileName));
        Planted = ReadOrNull<PlantedFinding>(run.File(PlantedFinding.FileName));
        Stages = new StageBook(run).Entries;
        Episodes = StoredEpisodes.Read(run);
        RunDescription? described = RunDescription.Read(run);
        IsDescribed = described is not null;
        Description = described ?? FormerDescription.Of(this);
        RequireFit();
    }

    public RunDirectory Run { get; }

    public RunState State { get; }

    public ImproveConfiguration Configuration { get; }

    /// <summary>What the run says of itself; what can be told of a run that did not.</summary>
    public RunDescription Description { get; }

    /// <summary>Whether the run stored its description.</summary>
    public bool IsDescribed { get; }

    public TaskSets? Tasks { get; }

    public StoredExplanation? Explanation { get; }

    public StoredEvaluation? Evaluation { get; }

    public StoredConfirmation? Confirmation { get; }

    public StoredDiagnosis? Diagnosis { get; }

    public PlantedFinding? Planted { get; }

    public StoredEpisodes? Episodes { get; }

    public IReadOnlyList<StageBook.Entry> Stages { get; }

    /// <summary>The methods that the run may name.</summary>
    public MethodTable Methods { get; }

    /// <summary>The trainings of the run.</summary>
    public IEnumerable<TrainingSeries> Series
        => [TrainingSeries.Base, .. Configuration.Retrain.Methods.Select(method => Methods[method].Training)];

    /// <summary>The method that the run is about, if it was scored.</summary>
    public string? Ours => Description.Methods
        .FirstOrDefault(method => method.IsOurs && Evaluation?.Methods.Any(row => row.Name == method.Name) == true)?.Name;

    /// <summary>Metrics of the meta-training, then of each retraining that began, by the name of its method.</summary>
    public IEnumerable<(MethodDescription? Method, IReadOnlyList<MetricsRow> Rows)> Trainings()
    {
        yield return (null, [.. _metrics(string.Empty)]);
        foreach (MethodDescription method in Description.Methods)
        {
            MetricsRow[] rows = [.. _metrics($"retrain-{method.Series}")];
            if (rows.Length > 0)
            {
                yield return (method, rows);
            }
        }
    }

    /// <summary>The learned law of a method; null where it learned none.</summary>
    public StoredMixing? Law(MethodDescription method) => ReadOrNull<StoredMixing>(MixingPath(Run, method));

    /// <summary>Where a method's law is.</summary>
    public static string MixingPath(RunDirectory run, MethodDescription method) => run.File($"mixing-{method.Series}.json");

    /// <summary>A configuration that cannot be read is damage here, and no mistake of whoever asks for the report.</summary>
    private static ImproveConfiguration ReadConfiguration(RunDirectory run, MethodTable methods)
    {
        try
        {
            return ConfigurationReader.ReadFile<ImproveConfiguration>(run.ConfigurationPath, names: methods.Names);
        }
        catch (ConfigurationException error)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }

    private static T? ReadOrNull<T>(string path)
        where T : class
        => File.Exists(path) ? RunJson.Read<T>(path) : null;

    private void RequireFit()
    {
        int training = Tasks?.Training.Count ?? 0;
        Require(
            Explanation?.Explanation is not { } found || found.Agreement.Elements.Count == training,
            $"{Run.ExplanationPath} weighs {Explanation?.Explanation?.Agreement.Elements.Count} training tasks; "
                + $"tasks.json has {training}.");
        Require(
            Explanation?.Explanation is not { } weighed
                || (weighed.Ranking.All(position => position >= 0 && position < training)
                    && (weighed.Agreement.PValues is not { } single || single.Count == training)),
            $"{Run.ExplanationPath} ranks or tests training tasks that tasks.json does not have.");
        Require(
            Explanation is not { } poor
                || poor.Poor.All(position => position >= 0
                    && position < Math.Min(poor.SelectionScores.Length, poor.MeasuredScores.Length)),
            $"{Run.ExplanationPath} names a poor task that has no score.");
        int test = Tasks?.Test.Count ?? 0;
        Require(
            Evaluation?.Methods.All(row => row.Scores.Length == test) != false,
            $"{Run.EvaluationPath} has scores of another number of test tasks than tasks.json, which has {test}.");
        Require(
            Evaluation is not { } scored
                || scored.Methods.DistinctBy(row => row.Name, StringComparer.Ordinal).Count() == scored.Methods.Count,
            $"{Run.EvaluationPath} names a method twice.");
        Require(Evaluation is not { Methods.Count: 0 }, $"{Run.EvaluationPath} has no method; the base policy is expected.");

        static void Require(bool holds, string problem)
        {
            if (!holds)
            {
                throw new InvalidDataException(problem);
            }
        }
    }
}
