using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Dashboard.Scenes;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Methods;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Loop;

namespace Xmrl.Reproduction.Papers;

/// <summary>What an improvement run found beside its scores: poor tasks, how far its explanation can be trusted, harmful tasks, planted
/// truth, and which policy was kept.</summary>
internal static class XmrlRemarks
{
    public static ImmutableArray<string> Of(RunDirectory run)
    {
        var remarks = ImmutableArray.CreateBuilder<string>();
        ImproveConfiguration configuration = ConfigurationReader.ReadFile<ImproveConfiguration>(run.ConfigurationPath);
        remarks.AddRange(TrainingCollapse.InRun(
            run,
            [TrainingSeries.Base, .. configuration.Retrain.Methods.Select(method => MethodTable.Standard[method].Training)],
            configuration.Scoring.DegradedBy,
            configuration.Meta));

        if (Stored<StoredExplanation>(run.ExplanationPath) is { } explanation)
        {
            remarks.Add(Describe(explanation, Names(run, configuration)));
        }

        if (Stored<PlantedFinding>(run.File(PlantedFinding.FileName)) is { } planted)
        {
            remarks.Add(planted.Describe());
        }

        if (Stored<StoredConfirmation>(run.File(StoredConfirmation.FileName)) is { } confirmation)
        {
            remarks.Add(confirmation.Reason);
        }

        return remarks.ToImmutable();
    }

    private static string Describe(StoredExplanation found, Func<int, string> name)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (found.Explanation is not { Agreement: { } agreement })
        {
            return string.Create(
                culture, $"Nothing is poorly adapted among {found.SelectionScores.Length} validation tasks; nothing was retrained.");
        }

        if (found.LacksSignal())
        {
            return StoredExplanation.NoSignal;
        }

        string pull = agreement.Elements.All(element => element.Low is null)
            ? $"which training tasks harm the poor ones is not known: {agreement.Elements[0].Reason}"
            : $"{found.Harmful().Length} training tasks harm the poor ones";
        return string.Create(
            culture,
            $"{found.Poor.Length} of {found.SelectionScores.Length} validation tasks are poor: "
                + $"{found.Poor.Average(p => found.SelectionScores[p]):0.##} when selected, "
                + $"{found.Poor.Average(p => found.MeasuredScores[p]):0.##} on fresh episodes. Influence reproduces with "
                + $"{agreement.PredictedReliability:f2}; critical: {string.Join("; ", found.Critical.Select(name))}; {pull}.");
    }

    /// <summary>What training tasks are called: by their kind where the environment has words for it.</summary>
    private static Func<int, string> Names(RunDirectory run, ImproveConfiguration configuration)
    {
        ITaskScene? picture = LearnerFactory.Family(configuration).Picture;
        TaskSets tasks = RunJson.Read<TaskSets>(run.TasksPath);
        return position => picture?.Describe(tasks.Training[position]) is { } words
            ? $"{TaskIds.Training(position)} ({words})"
            : TaskIds.Training(position);
    }

    private static T? Stored<T>(string path)
        where T : class => File.Exists(path) ? RunJson.Read<T>(path) : null;
}
