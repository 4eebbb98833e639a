using Microsoft.Extensions.Logging;
using Xmrl.Experiments.Explanations;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Configuration;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Improvement;

/// <summary>A stored run whose base policy is explained or improved afterwards.</summary>
/// <remarks>Whatever builds on its base policy has its seed and, where the settings that decide a set are the same, its stored
/// tasks.</remarks>
internal sealed class BaseRun
{
    private readonly RunDirectory _run;
    private readonly SafetensorsFile _checkpoint;
    private readonly long _iteration;

    private BaseRun(RunDirectory run, ImproveConfiguration configuration, (long Iteration, SafetensorsFile Content) checkpoint)
    {
        _run = run;
        (_iteration, _checkpoint) = checkpoint;
        State = run.ReadState();

        // A run that ended early is taken as it is: the training is not continued.
        Configuration = configuration with
        {
            Meta = configuration.Meta with { Iterations = (int)Math.Min(_iteration, configuration.Meta.Iterations) },
        };
    }

    /// <summary>Its state.</summary>
    public RunState State { get; }

    /// <summary>Its configuration, with as many iterations as were done.</summary>
    public ImproveConfiguration Configuration { get; }

    /// <summary>Opens a run.</summary>
    /// <param name="path">The run directory.</param>
    /// <param name="log">Receives warnings about damaged checkpoints and unfinished training.</param>
    /// <returns>The run with its newest base policy.</returns>
    /// <exception cref="ConfigurationException">The run has no base policy.</exception>
    /// <exception cref="InvalidDataException">What decides its figures is not what the run wrote.</exception>
    public static BaseRun Open(string path, ILogger log)
    {
        RunDirectory run = RunDirectory.Open(path);
        RunCheck.Require(run, log, run.ConfigurationPath, run.TasksPath);
        ImproveConfiguration configuration = ConfigurationReader.ReadFile<ImproveConfiguration>(run.ConfigurationPath);
        if (run.Checkpoints.LoadLatest(log, TrainingSeries.Base.Series) is not { Iteration: > 0 } checkpoint)
        {
            throw new ConfigurationException($"{run.FullPath} has no checkpoint of its base policy: train it first.");
        }

        if (checkpoint.Iteration < configuration.Meta.Iterations)
        {
            log.LogWarning(
                "The base policy of {Run} has {Done} of {All} iterations: the run is not finished.", run.FullPath, checkpoint.Iteration,
                configuration.Meta.Iterations);
        }

        return new BaseRun(run, configuration, checkpoint);
    }

    /// <summary>The base policy.</summary>
    /// <param name="tensors">The learner's tensors.</param>
    /// <param name="parameters">Receives the meta-parameters.</param>
    /// <exception cref="InvalidDataException">The checkpoint does not fit.</exception>
    public void Read(IReadOnlyList<Rl.Policies.TensorSpec> tensors, Span<Real> parameters)
        => PolicyWeights.Read(_checkpoint, tensors, parameters, $"Checkpoint {_iteration} of {_run.FullPath}");

    /// <summary>The tasks of what builds on the run: each set as the run stored it, or drawn anew where a setting that decides it differs,
    /// or the run stored none.</summary>
    /// <param name="configuration">The configuration of what builds on it.</param>
    /// <param name="family">The environments of that configuration.</param>
    /// <returns>The sets.</returns>
    /// <exception cref="InvalidDataException">The stored tasks are not valid, or not those that the run began with.</exception>
    public TaskSets Tasks(ImproveConfiguration configuration, IEnvironmentFamily family)
    {
        (TaskSettings then, TaskSettings now) = (Configuration.Tasks, configuration.Tasks);
        TaskSets drawn = TaskSets.Draw(now, family, RandomKey.FromSeed(State.Seed));
        bool isSameDistribution = configuration.Environment.Id == Configuration.Environment.Id
            && (configuration.Market?.LowThreshold, configuration.Market?.HighThreshold)
                == (Configuration.Market?.LowThreshold, Configuration.Market?.HighThreshold);
        if (!isSameDistribution || TaskSets.ReadOrNull(_run, then, family.Spec) is not { } stored)
        {
            return drawn;
        }

        // The number of planted tasks concerns the training tasks alone.
        return new TaskSets
        {
            Training = IsNow(then with { Validation = now.Validation, Test = now.Test }) ? stored.Training : drawn.Training,
            Validation = IsNow(Trained(then) with { Test = now.Test }) ? stored.Validation : drawn.Validation,
            Test = IsNow(Trained(then) with { Validation = now.Validation }) ? stored.Test : drawn.Test,
        };

        TaskSettings Trained(TaskSettings settings)
            => settings with { Training = now.Training, PlantedCount = now.PlantedCount, CorruptedCount = now.CorruptedCount };

        bool IsNow(TaskSettings settings)
            => ConfigurationWriter.Write(settings with { Fresh = now.Fresh }) == ConfigurationWriter.Write(now);
    }

    /// <summary>Puts base policy, tasks, training metrics and the cost of the training into a new run, which then begins after its
    /// training.</summary>
    /// <param name="target">The new run.</param>
    /// <param name="configuration">Its configuration.</param>
    /// <exception cref="InvalidDataException">The stored tasks, metrics or stages are not valid, or not those that the run
    /// wrote.</exception>
    public void CopyTo(RunDirectory target, ImproveConfiguration configuration)
    {
        Tasks(configuration, LearnerFactory.Family(configuration)).Write(target);
        ReplayFiles.Copy(_checkpoint, _run, target);
        target.Checkpoints.Save(_iteration, _checkpoint, TrainingSeries.Base.Series);
        foreach ((string from, string to) in new[] { (_run.MetricsPath, target.MetricsPath), (_run.ProgressPath, target.ProgressPath) })
        {
            _run.Manifest.RequireIfListed(from);
            if (File.Exists(from))
            {
                RunFiles.Copy(from, to);
            }
        }

        CopyStage(target, StageBook.MetaTraining);
    }

    /// <summary>Puts the explanation into a new run as well, where that run would make the same one: it may only want another number of
    /// critical tasks.</summary>
    /// <param name="target">The new run.</param>
    /// <param name="configuration">Its configuration.</param>
    public void CopyExplanationTo(RunDirectory target, ImproveConfiguration configuration)
    {
        // What follows the explanation may differ, and how many of its tasks are critical.
        ImproveConfiguration own = Configuration with
        {
            Environment = Configuration.Environment.Id == configuration.Environment.Id
                ? configuration.Environment
                : Configuration.Environment,
            Explain = Configuration.Explain with
            {
                CriticalTasks = configuration.Explain.CriticalTasks,
                Fidelity = configuration.Explain.Fidelity,
            },
            Augment = configuration.Augment,
            Retrain = configuration.Retrain,
            Confirm = configuration.Confirm,
        };
        bool isSame = ConfigurationWriter.Write(own) == ConfigurationWriter.Write(configuration);
        if (isSame
            && File.Exists(_run.ExplanationPath)
            && _run.Manifest.IsWhole(_run.ExplanationPath)
            && CopyStage(target, StageBook.Explanation))
        {
            target.Store(
                target.ExplanationPath, RunJson.Read<StoredExplanation>(_run.ExplanationPath).With(configuration.Explain.CriticalTasks));
        }
    }

    private bool CopyStage(RunDirectory target, string name)
    {
        if (new StageBook(_run).Entries.FirstOrDefault(entry => entry.Name == name) is not { } stage)
        {
            return false;
        }

        new StageBook(target).Add(stage);
        return true;
    }
}
