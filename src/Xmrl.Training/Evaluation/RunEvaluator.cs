using Microsoft.Extensions.Logging;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;
using Xmrl.Statistics;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Evaluation;

/// <summary>Evaluates a policy of a stored run on tasks that the run has never drawn.</summary>
/// <remarks>Tasks have a random purpose of their own, <see cref="RandomPurpose.FreshTasks"/>, and depend on environment and seed alone:
/// runs and methods are compared on the same tasks, with the same noise. The adaptation rule is the run's own: learned inner step sizes
/// come from its checkpoint, implicit MAML solves its proximal problem around the policy before each step, CAVIA begins with the context at
/// 0.</remarks>
internal static class RunEvaluator
{
    /// <summary>Evaluates.</summary>
    /// <param name="run">The run: its configuration and newest checkpoint of the method are used.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="progress">Told after every adaptation.</param>
    /// <param name="log">Receives warnings.</param>
    /// <param name="token">Checked between adaptations.</param>
    /// <returns>The figures.</returns>
    /// <exception cref="ConfigurationException">The run has no such policy.</exception>
    /// <exception cref="InvalidDataException">The checkpoint does not fit the configuration, or is damaged.</exception>
    /// <exception cref="ArithmeticException">A score is not finite.</exception>
    public static RunEvaluation Evaluate(
        IStoredRun run, EvaluationRequest request, IProgress<StageProgress> progress, ILogger log, CancellationToken token)
    {
        RunCheck.Require(run.Directory, log, run.Directory.ConfigurationPath);
        TrainConfiguration configuration = run.Configuration;
        (long iteration, SafetensorsFile checkpoint) = Load(run, request.Method, log);
        int iterations = run.IterationsOf(request.Method);
        if (iteration < iterations)
        {
            log.LogWarning(
                "The policy {Method} has {Done} of {All} iterations: the run is not finished.", request.Method, iteration, iterations);
        }

        IEnvironmentFamily family = LearnerFactory.Family(configuration);
        IPolicy policy = LearnerFactory.Policy(configuration.Policy, family.Spec);
        using var pool = new WorkPool(request.Threads, request.Processes);
        LearnerSettings trained = configuration.Meta.Learner;
        LearnerSettings settings = request.AdaptFrom is not { } source ? trained : trained.AdaptingFrom(source)
            ?? throw new ConfigurationException($"{trained.Card.Title} does not adapt from {source}.");
        using IMetaLearner learner = settings.Create(new LearnerParts { Family = family, Policy = policy, Pool = pool });
        var theta = new Real[learner.ParameterCount];
        PolicyWeights.Read(checkpoint, learner.Tensors, theta, $"Checkpoint {iteration} of {request.Method}");
        RandomKey key = RandomKey.FromSeed(request.Seed).Derive(RandomPurpose.FreshTasks);
        RandomKey taskKey = key.Derive(RandomPurpose.TaskSampling);
        MdpTask[] tasks = request.AdaptFrom is not null && family is IGivenTasks given ? [.. given.TasksOf(2).Take(request.Tasks)]
            : [.. Enumerable.Range(0, request.Tasks).Select(i => family.SampleTask(taskKey, i))];
        var options = new EvaluationOptions
        {
            Steps = request.Steps ?? configuration.Meta.Learner.AdaptationSteps,
            AdaptationTrajectories = request.Trajectories ?? configuration.Scoring.AdaptationTrajectories,
            SampledTrajectories = configuration.Scoring.SampledTrajectories,
            MeanTrajectories = configuration.Scoring.MeanTrajectories,
            Repeats = request.Repeats ?? configuration.Scoring.Repeats,
        };
        int adaptations = tasks.Length * options.Repeats;
        options = options with { Progress = new Forwarded(Report) };
        TaskScores[] scores = new AdaptationEvaluator(learner).Evaluate(theta, tasks, options, key.Derive(RandomPurpose.Evaluation), token);
        Report(adaptations);
        RequireFinite(scores);
        var intervals = new ScoreIntervals(key.Derive(RandomPurpose.Bootstrap), ScoreRange.Of(family.Spec.HasSuccess));
        return new RunEvaluation
        {
            Environment = family.Spec.Id,
            Learner = configuration.Meta.Learner.Card.Key,
            Method = request.Method,
            AdaptFrom = request.AdaptFrom,
            Iteration = iteration,
            ConfiguredIterations = iterations,
            Score = family.Spec.ScoreName,
            Seed = request.Seed,
            TrainedSteps = configuration.Meta.Learner.AdaptationSteps,
            Trajectories = options.AdaptationTrajectories,
            Repeats = options.Repeats,
            Interactions = scores.Sum(task => task.Interactions),
            Actions = configuration.Scoring.Actions,
            TaskParameterNames = family.Spec.TaskParameterNames,
            Curve =
            [
                .. Enumerable.Range(0, options.Steps + 1).Select(k => new CurvePoint(
                    k, intervals.Figures([.. scores.Select(task => task.Sampled[k])]),
                    intervals.Figures([.. scores.Select(task => task.MeanActions[k])]))),
            ],
            Matrix = Matrix(),
            Tasks = [.. scores.Select(own => new TaskCurve(own.MdpTask.Index, [.. own.MdpTask.Parameters], own.Sampled, own.MeanActions))],
        };

        // Each task's data in each task's environment; the diagonal is the tasks' own scores.
        double[][]? Matrix()
        {
            if (!settings.AdaptsToStored || request.AdaptFrom is null || tasks.Length > RunEvaluation.MostMatrixTasks)
            {
                return null;
            }

            EvaluationOptions reported = configuration.Scoring.ReportedOnly(options.Steps) with
            {
                AdaptationTrajectories = options.AdaptationTrajectories,
                Repeats = options.Repeats,
            };
            double[][] matrix =
            [
                .. tasks.Select(data => new AdaptationEvaluator(learner)
                    .Evaluate(theta, tasks, reported with { DataOf = data }, key.Derive(RandomPurpose.Evaluation), token)
                    .Select(configuration.Scoring.Score).ToArray()),
            ];
            NumericalFailure.Check(
                [.. matrix.SelectMany(row => row)],
                at => $"The score with the data of task {tasks[at / tasks.Length].Index} in task {tasks[at % tasks.Length].Index}");
            return matrix;
        }

        // Of several processes each knows its own part alone, until all have finished.
        void Report(int done) => progress.Report(new StageProgress("Evaluation", 0, 1, done, adaptations, $"{tasks.Length} fresh tasks"));
    }

    /// <summary>Writes an evaluation into the run's folder evaluations, beside those that are there.</summary>
    /// <param name="run">The run.</param>
    /// <param name="evaluation">The figures.</param>
    /// <returns>The new file: method and seed, and a number from 2 if the name is taken.</returns>
    public static string Store(RunDirectory run, RunEvaluation evaluation)
    {
        if (!evaluation.Method.All(static character => char.IsAsciiLetterOrDigit(character) || character == '-')
            || evaluation.Method.Length == 0)
        {
            throw new ArgumentException($"The method is {evaluation.Method}; expected letters, digits and hyphens.", nameof(evaluation));
        }

        string name = $"{evaluation.Method}-seed{evaluation.Seed}";
        return FreeFile.Store(run, run.EvaluationsPath, number => number == 1 ? $"{name}.json" : $"{name}-{number}.json", evaluation);
    }

    /// <summary>The newest checkpoint of a method's policy.</summary>
    internal static (long Iteration, SafetensorsFile Content) Load(IStoredRun run, string method, ILogger log)
    {
        if (!run.Policies.Contains(method))
        {
            throw new ConfigurationException($"There is no method {method}.{NearestName.Hint(method, run.Policies)}");
        }

        if (run.Directory.Checkpoints.LoadLatest(log, run.SeriesOf(method)) is { } found)
        {
            return found;
        }

        string[] there =
        [
            .. run.Policies.Where(
                name => RunFiles.List(run.Directory.Checkpoints.FolderPath, $"{run.SeriesOf(name)}-iteration-*").Count > 0),
        ];
        throw new ConfigurationException(
            $"{run.Directory.FullPath} has no checkpoint of {method}; "
                + $"{(there.Length == 0 ? "it has none at all" : $"it has {string.Join(", ", there)}")}.");
    }

    /// <summary>Reports on the thread that calls, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Forwarded(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }

    private static void RequireFinite(TaskScores[] scores)
    {
        foreach (TaskScores task in scores)
        {
            int at = Array.FindIndex(
                [.. task.Sampled.Zip(task.MeanActions, (sampled, mean) => sampled + mean)], sum => !double.IsFinite(sum));
            if (at >= 0)
            {
                throw new ArithmeticException(
                    $"Fresh task {task.MdpTask.Index}: the score after {at} adaptation steps is not finite. Ask for fewer steps.");
            }
        }
    }
}
