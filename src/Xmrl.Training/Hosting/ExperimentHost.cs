using Microsoft.Extensions.Logging;
using Xmrl.Numerics.Parallel;
using Xmrl.Runs;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;

namespace Xmrl.Training.Hosting;

/// <summary>Runs an experiment inside its run directory: opens the record before, and closes it however the work ends.</summary>
/// <param name="time">The clock; the system's if left out.</param>
public sealed class ExperimentHost(TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Folder of the run, as it was asked for and with the number that it got; null before it was opened.</summary>
    public string? Folder { get; private set; }

    /// <summary>Runs to the end.</summary>
    /// <param name="runner">The experiment.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="progress">Receives progress.</param>
    /// <param name="log">Receives warnings and messages.</param>
    /// <param name="token">Asks to save and stop.</param>
    /// <returns>The result.</returns>
    /// <exception cref="Configuration.ConfigurationException">The configuration is not acceptable; nothing was created.</exception>
    /// <exception cref="IOException">The run directory cannot be created, opened, is in use, or the disk is full.</exception>
    /// <exception cref="InvalidDataException">The run that is continued has lost or changed what it began with.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped and can be resumed.</exception>
    public ExperimentOutcome Run(
        IExperimentRunner runner, ExperimentRequest request, IProgress<StageProgress> progress, ILogger log, CancellationToken token)
    {
        ArgumentNullException.ThrowIfNull(runner);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(progress);
        RunDirectory? opened = null;
        using IDisposable claim = request.Processes.FirstThenOthers(() => Open(runner, request, log, out opened));
        RunDirectory run = opened!;
        Folder = request.AnyFreeDirectory
            ? Path.Join(Path.GetDirectoryName(request.OutputDirectory), Path.GetFileName(run.FullPath))
            : request.OutputDirectory;

        var stages = new StageRecorder(run, progress, _time);
        try
        {
            ExperimentOutcome outcome;
            try
            {
                outcome = runner.Run(request with { OutputDirectory = run.FullPath }, stages, log, token);
            }
            finally
            {
                stages.Flush();
            }

            run.Finish(outcome.Succeeded ? RunPhase.Done : RunPhase.Failed, string.Join(' ', outcome.Notes));
            return outcome;
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested || request.Processes.Size > 1)
        {
            run.Finish(RunPhase.Cancelled, $"Continue with: xmrl resume {ShellText.Quote(run.FullPath)}");
            throw;
        }
        catch (IOException error) when (StorageFull.Caused(error))
        {
            string message = $"There is no room left to write to ({FailureSentence.Of(error).TrimEnd('.')}). {Newest(run)} "
                + $"Make room, then continue with: xmrl resume {ShellText.Quote(run.FullPath)}";
            Finish(run, message, log);
            throw new IOException(message, error);
        }
        catch (Exception error)
        {
            Finish(run, FailureSentence.Of(error), log);
            throw;
        }
    }

    private IDisposable Open(IExperimentRunner runner, ExperimentRequest request, ILogger log, out RunDirectory run)
    {
        if (request.ResumeFrom is null)
        {
            return Start(runner, request, log, out run);
        }

        run = Resumed(request.ResumeFrom, request.IsPart);
        IDisposable claim = run.Lock();
        try
        {
            RunContinuation.Prepare(run, request.CommandLine, log);
            return claim;
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    private IDisposable Start(IExperimentRunner runner, ExperimentRequest request, ILogger log, out RunDirectory started)
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
        IDisposable? claim = null;
        try
        {
            started = request.AnyFreeDirectory
                ? RunDirectory.CreateFree(request.OutputDirectory, state, _time, Begin)
                : request.IsPart
                ? RunDirectory.CreatePart(request.OutputDirectory, request.Force, state, _time, Begin)
                : RunDirectory.Create(request.OutputDirectory, request.Force, state, _time, Begin);
            return claim!;
        }
        catch
        {
            claim?.Dispose();
            throw;
        }

        void Begin(RunDirectory run)
        {
            // Before the folder is a run: no other process finds one in which nobody works.
            claim = run.Lock();
            RunFiles.WriteText(run.ConfigurationPath, configuration);
            RunFiles.WriteText(run.CommandPath, request.CommandLine + "\n");
            RunJson.Write(run.EnvironmentPath, RunContinuation.Machine(run));
            runner.Prepare(request, run, log);
            run.Manifest.Seal(run.ConfigurationPath, run.EnvironmentPath);
        }
    }

    private RunDirectory Resumed(string path, bool isPart) => isPart ? RunDirectory.OpenPart(path, _time) : RunDirectory.Open(path, _time);

    /// <summary>Marks the run as failed; where not even that can be written, the error that led here is what counts.</summary>
    private static void Finish(RunDirectory run, string message, ILogger log)
    {
        try
        {
            run.Finish(RunPhase.Failed, message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("The run's state could not be written: {Message}", FailureSentence.Of(error));
        }
    }

    private static string Newest(RunDirectory run)
    {
        if (run.Checkpoints.List() is not { Count: > 0 } checkpoints)
        {
            return "There was no checkpoint yet.";
        }

        IEnumerable<string> newest = checkpoints
            .GroupBy(checkpoint => checkpoint.Series, checkpoint => checkpoint.Iteration)
            .Select(series => $"{series.Key} after iteration {series.Max()}");
        return $"The checkpoints are intact: {string.Join(", ", newest)}.";
    }
}
