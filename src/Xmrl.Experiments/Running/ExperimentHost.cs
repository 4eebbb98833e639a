using Microsoft.Extensions.Logging;
using Xmrl.MuJoCo;
using Xmrl.Numerics.Parallel;
using Xmrl.Runs;
using Xmrl.Runs.Records;

namespace Xmrl.Experiments.Running;

/// <summary>Runs an experiment inside its run directory: opens the record before, and closes it however the work ends.</summary>
/// <param name="time">The clock; the system's if left out.</param>
public sealed class ExperimentHost(TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Runs to the end.</summary>
    /// <param name="runner">The experiment.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="progress">Receives progress.</param>
    /// <param name="log">Receives warnings and messages.</param>
    /// <param name="token">Asks to save and stop.</param>
    /// <returns>The result.</returns>
    /// <exception cref="Configuration.ConfigurationException">The configuration is not acceptable; nothing was created.</exception>
    /// <exception cref="IOException">The run directory cannot be created, opened or is in use.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped and can be resumed.</exception>
    public ExperimentOutcome Run(
        IExperimentRunner runner, ExperimentRequest request, IProgress<StageProgress> progress, ILogger log, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(runner);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(progress);
        RunDirectory? opened = null;
        using FileStream claim = request.Processes.FirstThenOthers(() => Open(runner, request, out opened));
        RunDirectory run = opened!;

        var stages = new StageRecorder(run, progress);
        try
        {
            ExperimentOutcome outcome = runner.Run(request with { OutputDirectory = run.FullPath }, stages, log, token);
            run.Finish(outcome.Succeeded ? RunPhase.Done : RunPhase.Failed, string.Join(' ', outcome.Notes));
            return outcome;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested || request.Processes.Size > 1)
        {
            run.Finish(RunPhase.Cancelled, $"Continue with: xmrl resume {run.FullPath}");
            throw;
        }
        catch (Exception error)
        {
            run.Finish(RunPhase.Failed, error.Message);
            throw;
        }
    }

    private FileStream Open(IExperimentRunner runner, ExperimentRequest request, out RunDirectory run)
    {
        run = request.ResumeFrom is null ? Start(runner, request) : Resume(request.ResumeFrom);
        FileStream claim = Claim(run);
        if (request.ResumeFrom is not null)
        {
            run.Continue();
            File.AppendAllText(run.CommandPath, request.CommandLine + "\n");
        }

        return claim;
    }

    private RunDirectory Start(IExperimentRunner runner, ExperimentRequest request)
    {
        string configuration = runner.ResolveConfiguration(request);
        var state = new RunState
        {
            Phase = RunPhase.Running,
            Action = request.Action.ToString().ToLowerInvariant(),
            Experiment = runner.Name,
            Seed = request.Seed,
            Quick = request.Quick,
        };
        RunDirectory run = RunDirectory.Create(request.OutputDirectory, request.Force, state, _time);
        AtomicFile.WriteText(run.ConfigurationPath, configuration);
        AtomicFile.WriteText(run.CommandPath, request.CommandLine + "\n");
        EnvironmentInfo machine = EnvironmentInfo.Collect();
        RunJson.Write(run.EnvironmentPath, MuJoCoEngine.LoadedVersion is { } version ? machine with { Libraries = machine.Libraries.SetItem("libmujoco", version) } : machine);
        return run;
    }

    private RunDirectory Resume(string path) => RunDirectory.Open(path, _time);

    /// <summary>Keeps a second process out of the same run.</summary>
    private static FileStream Claim(RunDirectory run)
    {
        try
        {
            return new FileStream(run.File(".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException error)
        {
            throw new IOException($"{run.FullPath} is in use by another process: {error.Message}", error);
        }
    }
}
