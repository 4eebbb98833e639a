using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Dashboard;
using Xmrl.Experiments.Reporting;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;

namespace Xmrl.Experiments.Definitions;

/// <summary>Meta-training, explanation and repair on environments of one's own, from code: what <c>xmrl improve</c> does, with a run
/// directory, a report and resumption.</summary>
/// <remarks>Immutable. What no setting says follows from the environment, as docs/own-environment.md lists it.</remarks>
public sealed class Experiment
{
    private readonly IEnvironmentFamily _family;
    private readonly ImmutableArray<string> _settings;
    private readonly bool _isQuick;

    private Experiment(IEnvironmentFamily family, ImmutableArray<string> settings, bool isQuick)
        => (_family, _settings, _isQuick) = (family, settings, isQuick);

    private IProgress<StageProgress>? Progress { get; init; }

    /// <summary>An experiment with the settings that follow from the environment.</summary>
    /// <param name="family">The environments.</param>
    /// <returns>The experiment.</returns>
    public static Experiment On(IEnvironmentFamily family)
    {
        ArgumentNullException.ThrowIfNull(family);
        return new Experiment(family, [], isQuick: false);
    }

    /// <summary>The same with other settings; they are checked when the run begins.</summary>
    /// <param name="settings">As after <c>--set</c>: <c>meta.iterations=100</c>, <c>retrain.methods=[xmrlPoor, continued]</c>.</param>
    /// <returns>A new experiment.</returns>
    public Experiment With(params ReadOnlySpan<string> settings)
        => new(_family, [.. _settings, .. settings], _isQuick) { Progress = Progress };

    /// <summary>The same in the short variant, which shows the whole way in little time.</summary>
    /// <returns>A new experiment.</returns>
    public Experiment Quick() => new(_family, _settings, isQuick: true) { Progress = Progress };

    /// <summary>The same, telling how far it is.</summary>
    /// <param name="progress">Receives progress, from any thread.</param>
    /// <returns>A new experiment.</returns>
    internal Experiment Reporting(IProgress<StageProgress> progress) => new(_family, _settings, _isQuick) { Progress = progress };

    /// <summary>Trains a meta-policy, says where it generalizes poorly and why, and repairs it. Where the same run was stopped in the
    /// folder, it goes on; of a run that is done the result is read.</summary>
    /// <param name="folder">The run directory, a new or empty folder or that of this run.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="log">Receives warnings and messages; null for nobody.</param>
    /// <param name="token">Saves and stops.</param>
    /// <returns>The result; report.html and everything else is in the folder.</returns>
    /// <exception cref="ConfigurationException">A setting is not acceptable, or the folder is that of a run with other settings or another
    /// seed.</exception>
    /// <exception cref="IOException">The folder cannot be used, or the disk is full.</exception>
    /// <exception cref="InvalidDataException">The run in the folder is damaged.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped; the same call continues it.</exception>
    public ExperimentOutcome Improve(string folder, ulong seed = 1, ILogger? log = null, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ImprovementRunner runner = CustomExperiment.Create();
        var request = new ExperimentRequest
        {
            Experiment = runner.Name,
            Action = ExperimentAction.Improve,
            Seed = seed,
            OutputDirectory = Path.GetFullPath(folder),
            Threads = Environment.ProcessorCount,
            Quick = _isQuick,
            Environments = _family,
            Overrides = _settings,
            CommandLine = $"{nameof(Experiment)}.{nameof(On)}({_family.Spec.Id}).{nameof(Improve)}",
        };
        if (RunDirectory.IsRun(request.OutputDirectory))
        {
            RunDirectory stored = RunDirectory.Open(request.OutputDirectory);
            RequireSame(stored, runner.ResolveConfiguration(request), request);
            if (stored.ReadState().Phase == RunPhase.Done)
            {
                return ImprovementRunner.OutcomeOf(stored);
            }

            request = request with { ResumeFrom = request.OutputDirectory, ConfigurationFile = stored.ConfigurationPath, Overrides = [] };
        }

        ExperimentOutcome outcome = new ExperimentHost()
            .Run(runner, request, Progress ?? new Unheard(), log ?? NullLogger.Instance, token);
        if (ReportRenderer.IsAvailable)
        {
            ReportFiles.Render(outcome.RunDirectory);
        }

        return outcome;
    }

    private static void RequireSame(RunDirectory stored, string configuration, ExperimentRequest request)
    {
        RunState state = stored.ReadState();
        if (state.Seed != request.Seed || RunFiles.ReadText(stored.ConfigurationPath) != configuration)
        {
            throw new ConfigurationException(
                $"{stored.FullPath} holds a run of {state.Experiment} with other settings or another seed ({state.Seed}); found seed "
                    + $"{request.Seed}. Name another folder, or the settings of that run.");
        }
    }

    private sealed class Unheard : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
        }
    }
}
