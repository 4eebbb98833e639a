using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Xmrl.Dashboard.Scenes;
using Xmrl.Experiments.Explanations;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Evaluation;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Improvement;

/// <summary>Explains the base policy of a stored run, whichever learner trained it.</summary>
/// <remarks>Tasks and random numbers are those of the run, so that with unchanged settings the result is the one that <c>improve</c> finds
/// on the way.</remarks>
internal static class RunExplainer
{
    private const string Folder = "explanations";

    /// <summary>Explains.</summary>
    /// <param name="path">The run directory.</param>
    /// <param name="overrides">Settings that go over the run's, key=value: poor, explain, scoring and tasks.validation.</param>
    /// <param name="pool">Runs the work; not disposed here.</param>
    /// <param name="log">Receives warnings.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>The explanation.</returns>
    /// <exception cref="ConfigurationException">The run has no base policy, or a setting is not acceptable.</exception>
    /// <exception cref="InvalidDataException">The run's tasks are not valid, or not those that it began with.</exception>
    /// <exception cref="ArithmeticException">A number is not finite.</exception>
    public static RunExplanation Explain(string path, ImmutableArray<string> overrides, WorkPool pool, ILogger log, CancellationToken token)
    {
        using OpenedPolicy opened = OpenedPolicy.Open(path, overrides, pool, log);
        (ImproveConfiguration configuration, IMetaLearner learner, TaskSets tasks) = (opened.Configuration, opened.Learner, opened.Tasks);
        EnvironmentSpec spec = learner.Family.Spec;
        StoredExplanation found = new TaskExplainer(configuration, learner, tasks).Explain(
            opened.Parameters,
            new RunKeys(opened.Root, configuration.Repetition).Explanation,
            done => log.LogInformation("Iteration {Done} of {All}.", done, configuration.Explain.Iterations),
            token);
        return new RunExplanation
        {
            Environment = spec.Id,
            Learner = configuration.Meta.Learner.Card.Key,
            Score = spec.ScoreName,
            TaskParameterNames = spec.TaskParameterNames,
            TaskNames = TaskIds.Words(learner.Family.Picture, tasks.Training, tasks.Validation, []),
            Training = [.. tasks.Training.Select(task => task.Parameters.ToArray())],
            Validation = [.. tasks.Validation.Select(task => task.Parameters.ToArray())],
            Found = found,
            Harmful = found.Harmful(),
            Planted = PlantedFinding.Of(configuration.Tasks, found, PlantedFinding.LearnedFrom(configuration.Poor)),
        };
    }

    /// <summary>Retrains the base policy without groups of training tasks, to see whether their influence says what that does to the poor
    /// tasks.</summary>
    /// <param name="request">The run, its explanation and the groups.</param>
    /// <param name="pool">Runs the work; not disposed here.</param>
    /// <param name="log">Receives warnings.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>The explanation with the result; without it where nothing is poor.</returns>
    /// <exception cref="ConfigurationException">The number of groups is not in [2, number of training tasks].</exception>
    public static RunExplanation LeaveOut(LeaveOutRequest request, WorkPool pool, ILogger log, CancellationToken token)
    {
        RunExplanation explanation = request.Explanation;
        int groups = request.Groups;
        using OpenedPolicy opened = OpenedPolicy.Open(request.Path, request.Overrides, pool, log);
        if (groups < 2 || groups > opened.Tasks.Training.Count)
        {
            throw new ConfigurationException(
                $"--leave-out takes a number of groups from 2 to {opened.Tasks.Training.Count}, one per training task; found {groups}.");
        }

        return explanation.Found.Explanation is null || explanation.Found.LacksSignal() ? explanation : explanation with
        {
            LeaveOut = new LeaveOutRetraining(opened.Configuration, opened.Learner, opened.Tasks, log).Measure(
                opened.Parameters,
                explanation.Found,
                groups,
                new RunKeys(opened.Root).LeaveOut,
                done => log.LogInformation("Retraining {Done} of {All}.", done, LeaveOutRetraining.Repeats * (groups + 1)),
                token),
        };
    }

    /// <summary>Writes an explanation into the run's folder explanations, beside those that are there.</summary>
    /// <param name="path">The run directory.</param>
    /// <param name="explanation">The explanation.</param>
    /// <returns>The new file: a number from 1.</returns>
    public static string Store(string path, RunExplanation explanation)
    {
        RunDirectory run = RunDirectory.Open(path);
        string folder = Path.Combine(run.FullPath, Folder);
        return FreeFile.Store(run, folder, number => $"{number.ToString(CultureInfo.InvariantCulture)}.json", explanation);
    }
}
