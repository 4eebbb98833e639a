using System.Globalization;
using Xmrl.Dashboard.Scenes;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Stages;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports;
using Xmrl.Runs.Reports.Pictures;
using Xmrl.Runs.Reports.Results;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Reporting;

/// <summary>Writes the description of a run that begins.</summary>
/// <param name="configuration">The run's configuration.</param>
/// <param name="request">What was asked.</param>
/// <param name="family">The environments.</param>
internal sealed class DescriptionWriter(ImproveConfiguration configuration, ExperimentRequest request, IEnvironmentFamily family)
{
    /// <summary>The methods that the configuration may name.</summary>
    public required MethodTable Methods { get; init; }

    /// <summary>The stages of the run.</summary>
    public required StageList Stages { get; init; }

    /// <summary>Stores the description, unless the run has one from its beginning.</summary>
    /// <param name="run">The run.</param>
    /// <param name="name">Name of the experiment.</param>
    /// <param name="warnings">What is doubtful about the data, in sentences.</param>
    public void Write(RunDirectory run, string name, IReadOnlyList<string> warnings)
    {
        string path = run.File(RunDescription.FileName);
        if (!run.Manifest.IsWhole(path))
        {
            run.Store(path, Describe(name, RunJson.Read<TaskSets>(run.TasksPath), warnings));
        }
    }

    /// <summary>What is said of methods.</summary>
    public static IReadOnlyList<MethodDescription> Describe(IReadOnlyList<Method> methods)
    {
        Method? ours = MethodTable.Subject(methods);
        return
        [
            .. methods.Select(method => new MethodDescription
            {
                Name = method.Title,
                Series = method.Series,
                Description = method.Description,
                IsOurs = method == ours,
            }),
        ];
    }

    private RunDescription Describe(string name, TaskSets tasks, IReadOnlyList<string> warnings)
    {
        EnvironmentSpec spec = family.Spec;
        bool isTrain = request.Action == ExperimentAction.Train;
        string subject = isTrain
            ? "meta-training, and scores on test tasks"
            : "what was adapted poorly, why, and what the repair did";
        Method[] methods = isTrain ? [] : [.. configuration.Retrain.Methods.Select(name => Methods[name])];
        return new RunDescription
        {
            Title = $"{char.ToUpperInvariant(name[0])}{name[1..]}: {subject}",
            EnvironmentId = spec.Id,
            Score = new ReportScore { Name = spec.ScoreName, IsShare = spec.HasSuccess, DegradedBy = configuration.Scoring.DegradedBy },
            TaskParameters = spec.TaskParameterNames,
            TaskNames = TaskIds.Words(family.Picture, tasks.Training, tasks.Validation, tasks.Test),
            Protocol = [.. Protocol()],
            Stages = [.. Stages.All.Select(stage => stage.Name)],
            Methods = Describe(methods),
            Base = "The base policy: what is to be repaired.",
            Control = methods.Contains(MethodTable.Reference) ? MethodTable.Reference.Title : null,
            Warnings = warnings,
            Scene = Scene(),
        };
    }

    private IEnumerable<ReportEntry> Protocol()
    {
        ScoringSettings scoring = configuration.Scoring;
        MetaSettings meta = configuration.Meta;
        yield return new("Base learner", $"{meta.Learner.Card.Title}, {meta.Learner.Description}");
        yield return new("Adaptation on a new task", Text($"{scoring.AdaptationTrajectories} trajectories per step"));
        yield return new("Scored actions", scoring.Actions == ActionKind.Mean ? "mean" : "sampled");
        string repeats = scoring.Repeats == 1 ? "one adaptation" : Text($"{scoring.Repeats} independent adaptations");
        yield return new("Repeats per task", $"{repeats}, the same random numbers for every method");
        yield return new(
            "Poor test tasks",
            Text($"worst {configuration.Poor.TestShare:p0} under the base policy, selected on other episodes than those measured"));
        yield return new("Intervals", "95 %, over test tasks of this one seed; for training tasks over replicates");
        yield return new("Interactions", "environment steps beyond the base policy: explanation, augmentation and retraining");
        if (Prices() is { } prices)
        {
            yield return new("Prices", prices);
        }
    }

    private string? Prices() => configuration.Market is { } market
        ? market.Data is { } file ? Path.GetFileName(file) : "generated"
        : null;

    private ReportScene? Scene()
    {
        if (family.Picture is not { } picture)
        {
            return null;
        }

        ReportScene scene = SceneRecord.Of(picture.Scene);
        return Prices() is { } prices ? scene with { Note = $"Prices: {prices}. {scene.Note}".TrimEnd() } : scene;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
