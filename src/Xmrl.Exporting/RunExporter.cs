using System.Globalization;
using Microsoft.Extensions.Logging;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Configuration;
using Xmrl.Training.Evaluation;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Exporting;

/// <summary>Takes a policy out of a stored run: the meta-policy, or the one adapted to a test task.</summary>
/// <remarks>The adaptation has the random numbers of the run's own evaluation: with the run's steps and trajectories it gives the policy
/// that the first repeat of that task scored.</remarks>
internal static class RunExporter
{
    /// <summary>Loads a policy, and adapts it if asked to.</summary>
    /// <param name="run">The run: its configuration, seed, test tasks and newest checkpoint of the method are used.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="log">Receives warnings.</param>
    /// <returns>The policy.</returns>
    /// <exception cref="ConfigurationException">The run has no such policy or test task, or one of a kind that cannot be exported
    /// so.</exception>
    /// <exception cref="InvalidDataException">Checkpoint or task file do not fit the configuration, or are damaged.</exception>
    /// <exception cref="ArithmeticException">The policy is not finite.</exception>
    public static IExportedPolicy Load(IStoredRun run, ExportRequest request, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(request);
        RunDirectory directory = run.Directory;
        string[] deciding = request.AdaptedTo is null ? [directory.ConfigurationPath] : [directory.ConfigurationPath, directory.TasksPath];
        ulong seed = RunCheck.Require(directory, log, deciding).Seed;
        TrainConfiguration configuration = run.Configuration;
        (long iteration, SafetensorsFile checkpoint) = RunEvaluator.Load(run, request.Method, log);
        IEnvironmentFamily family = LearnerFactory.Family(configuration);
        IPolicy policy = LearnerFactory.Policy(configuration.Policy, family.Spec);
        using var pool = new WorkPool(1);
        using IMetaLearner learner = configuration.Meta.Learner.Create(new LearnerParts { Family = family, Policy = policy, Pool = pool });
        var theta = new Real[learner.ParameterCount];
        PolicyWeights.Read(checkpoint, learner.Tensors, theta, $"Checkpoint {iteration} of {request.Method}");
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["environment"] = family.Spec.Id,
            ["learner"] = configuration.Meta.Learner.Card.Key,
            ["method"] = request.Method,
            ["iteration"] = Text(iteration),
            ["seed"] = Text(seed),
            ["configuration.sha256"] = ConfigurationIdentity.Of(configuration),
        };
        string name = $"{family.Spec.Id}-{request.Method}";
        if (TrialPolicies.Of(learner, theta, name, metadata) is { } seesTrial)
        {
            string place = TrialPolicies.Place(seesTrial);
            return request.AdaptedTo is null ? seesTrial : throw new ConfigurationException(
                $"What {configuration.Meta.Learner.Card.Key} has learned of a task is in its {place}, not in its parameters: export the "
                    + "policy without --adapted and let it play trajectories of the task.");
        }

        RequireParametersOf(policy, learner, configuration.Meta.Learner.Card.Key);
        Real[] parameters = theta[..policy.ParameterCount];
        if (request.AdaptedTo is int number)
        {
            IReadOnlyList<MdpTask> tasks = TaskSets.Read(directory.TasksPath, family.Spec).Test;
            MdpTask task = number < tasks.Count
                ? tasks[number]
                : throw new ConfigurationException($"{directory.FullPath} has no test task {number}; it has 0 to {tasks.Count - 1}.");
            var options = new EvaluationOptions
            {
                Steps = request.Steps ?? configuration.Meta.Learner.AdaptationSteps,
                AdaptationTrajectories = request.Trajectories ?? configuration.Scoring.AdaptationTrajectories,
            };
            parameters = new AdaptationEvaluator(learner)
                .Adapted(theta, task, options, new RunKeys(RandomKey.FromSeed(seed)).Test);
            name += $"-test-task-{number}";
            metadata["adapted.task"] = Text(number);
            metadata["adapted.steps"] = Text(options.Steps);
            metadata["adapted.trajectories"] = Text(options.AdaptationTrajectories);
            for (int i = 0; i < task.Parameters.Length; i++)
            {
                metadata[$"adapted.task.{family.Spec.TaskParameterNames[i]}"] = task.Parameters[i]
                    .ToString("R", CultureInfo.InvariantCulture);
            }
        }

        return new ExportedPolicy(policy, parameters, name, metadata)
        {
            Adaptation = ExportedAdaptation.Of(learner, theta, configuration),
        };
    }

    /// <summary>Refuses a learner whose parameters do not begin with those of the configured policy: another policy would be
    /// written.</summary>
    internal static void RequireParametersOf(IPolicy policy, IMetaLearner learner, string key)
    {
        if (!learner.Tensors.Take(policy.Tensors.Length).SequenceEqual(policy.Tensors))
        {
            throw new ConfigurationException($"The policy of {key} has parameters in a form of its own: it cannot be exported.");
        }
    }

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
