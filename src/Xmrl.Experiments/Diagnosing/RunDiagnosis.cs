using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Xmrl.Diagnosis;
using Xmrl.Diagnosis.Kinds;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Improvement;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Numerics.Parallel;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Evaluation;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Diagnosing;

/// <summary>Diagnoses the base policy of a stored run, whichever learner trained it: finds its poor tasks, explains them, and says why they
/// fail.</summary>
/// <remarks>Tasks and random numbers are those of the run, so that with unchanged settings the result is the one that <c>improve</c> finds
/// on the way.</remarks>
internal static class RunDiagnosis
{
    private const string Folder = "diagnoses";

    /// <summary>Diagnoses.</summary>
    /// <param name="path">The run directory.</param>
    /// <param name="overrides">Settings that go over the run's, key=value: poor, explain, diagnose, scoring and tasks.validation.</param>
    /// <param name="pool">Runs the work; not disposed here.</param>
    /// <param name="log">Receives warnings, and the name of each probe.</param>
    /// <param name="token">Checked between tasks.</param>
    /// <returns>The diagnosis.</returns>
    /// <exception cref="ConfigurationException">The run has no base policy, or a setting is not acceptable.</exception>
    /// <exception cref="InvalidDataException">The run's tasks are not valid, or not those that it began with.</exception>
    /// <exception cref="ArithmeticException">A number is not finite.</exception>
    public static StoredDiagnosis Diagnose(
        string path, ImmutableArray<string> overrides, WorkPool pool, ILogger log, CancellationToken token)
    {
        using OpenedPolicy opened = OpenedPolicy.Open(path, overrides, pool, log);
        (ImproveConfiguration configuration, TaskSets tasks) = (opened.Configuration, opened.Tasks);
        var keys = new RunKeys(opened.Root, configuration.Repetition);
        StoredExplanation explanation = new TaskExplainer(configuration, opened.Learner, tasks).Explain(
            opened.Parameters,
            keys.Explanation,
            done => log.LogInformation("Explanation, iteration {Done} of {All}.", done, configuration.Explain.Iterations),
            token);
        IEnvironmentFamily family = opened.Learner.Family;
        var parts = new LearnerParts
        {
            Family = family,
            Policy = LearnerFactory.Policy(configuration.Policy, family.Spec),
            Pool = pool,
        };
        using var bench = new DiagnosisBench(configuration, parts, opened.Parameters, keys.Diagnosis, log);
        return Of(configuration, bench, family.Spec, probe => log.LogInformation("Diagnosis: {Probe}.", probe))
            .Diagnose(opened.Parameters, Failing(configuration, tasks, explanation), keys.Diagnosis, token);
    }

    /// <summary>Writes a diagnosis into the run's folder diagnoses, beside those that are there.</summary>
    /// <param name="path">The run directory.</param>
    /// <param name="diagnosis">The diagnosis.</param>
    /// <returns>The new file: a number from 1.</returns>
    public static string Store(string path, StoredDiagnosis diagnosis)
    {
        RunDirectory run = RunDirectory.Open(path);
        string folder = Path.Combine(run.FullPath, Folder);
        return FreeFile.Store(run, folder, number => $"{number.ToString(CultureInfo.InvariantCulture)}.json", diagnosis);
    }

    /// <summary>Who diagnoses with a run's settings.</summary>
    internal static Diagnostician Of(
        ImproveConfiguration configuration, DiagnosisBench bench, EnvironmentSpec spec, Action<string> progress)
        => new(bench, spec, configuration.Diagnose)
        {
            Lengths = new(
                Math.Max(1, configuration.Retrain.Iterations / (double)configuration.ProbeIterations),
                configuration.LongProbeIterations / (double)configuration.ProbeIterations),
            UnseenTasks = configuration.Tasks.Test,
            Progress = progress,
        };

    /// <summary>The tasks that a policy fails on, with what the explanation says of them.</summary>
    internal static FailingTasks Failing(ImproveConfiguration configuration, TaskSets tasks, StoredExplanation explanation) => new()
    {
        Training = tasks.Training,
        Validation = tasks.Validation,
        Selection = explanation.SelectionScores,
        Measured = explanation.MeasuredScores,
        Poor = explanation.Poor,
        Suspects = explanation.Harmful(),
        Limit = configuration.Poor.Below,
    };
}
