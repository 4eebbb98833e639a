using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Xmrl.Experiments.Configuration;
using Xmrl.Experiments.Improvement;
using Xmrl.Experiments.Settings;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Records;

namespace Xmrl.Experiments.Evaluation;

/// <summary>Explains the base policy of a stored run, whichever learner trained it.</summary>
/// <remarks>Tasks and random numbers are those of the run, so that with unchanged settings the result is the one that <c>improve</c> finds on the way.</remarks>
public static class RunExplainer
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
    /// <exception cref="ArithmeticException">A number is not finite.</exception>
    public static RunExplanation Explain(string path, ImmutableArray<string> overrides, WorkPool pool, ILogger log, CancellationToken token)
    {
        BaseRun run = BaseRun.Open(path, log);
        ImproveConfiguration configuration = ConfigurationReader.Read<ImproveConfiguration>(ConfigurationWriter.Write(run.Configuration), path, overrides);
        IEnvironmentFamily family = LearnerFactory.Family(configuration);
        IPolicy policy = LearnerFactory.Policy(configuration.Policy, family.Spec);
        using MetaLearner learner = LearnerFactory.Learner(configuration.Meta, family, policy, pool);
        var theta = new Real[learner.ParameterCount];
        run.Read(learner.Tensors, theta);
        var root = RandomKey.FromSeed(run.State.Seed);
        TaskSets tasks = TaskSets.Draw(configuration.Tasks, family, root);
        StoredExplanation found = new TaskExplainer(configuration, learner, tasks).Explain(
            theta,
            ImprovementPipeline.RepairKeyOf(root, configuration.Repetition).Derive(RandomPurpose.Selection),
            done => log.LogInformation("Iteration {Done} of {All}.", done, configuration.Explain.Iterations),
            token);
        return new RunExplanation
        {
            Environment = family.Spec.Id,
            Learner = configuration.Meta.Learner,
            Score = family.Spec.ScoreName,
            TaskParameterNames = family.Spec.TaskParameterNames,
            Training = [.. tasks.Training.Select(task => task.Parameters.ToArray())],
            Validation = [.. tasks.Validation.Select(task => task.Parameters.ToArray())],
            Found = found,
            Harmful = found.Harmful(),
        };
    }

    /// <summary>Writes an explanation into the run's folder explanations, beside those that are there.</summary>
    /// <param name="path">The run directory.</param>
    /// <param name="explanation">The explanation.</param>
    /// <returns>The new file: a number from 1.</returns>
    public static string Store(string path, RunExplanation explanation)
    {
        string folder = Path.Combine(RunDirectory.Open(path).FullPath, Folder);
        Directory.CreateDirectory(folder);
        for (int number = 1; ; number++)
        {
            string file = Path.Combine(folder, $"{number.ToString(CultureInfo.InvariantCulture)}.json");
            try
            {
                // Claims the name, also against another process; the content then arrives at once.
                using var claim = new FileStream(file, FileMode.CreateNew, FileAccess.Write);
            }
            catch (IOException) when (File.Exists(file))
            {
                continue;
            }

            RunJson.Write(file, explanation);
            return file;
        }
    }
}
