using Microsoft.Extensions.Logging;
using Xmrl.Runs.Records;

namespace Xmrl.Training.Hosting;

/// <summary>One experiment that users can start by name.</summary>
public interface IExperimentRunner
{
    /// <summary>Name on the command line; lower-case letters, digits and hyphens.</summary>
    string Name { get; }

    /// <summary>One line for lists and help.</summary>
    string Summary { get; }

    /// <summary>The complete configuration that <see cref="Run"/> will use, after file, overrides, seed and quick variant.</summary>
    /// <param name="request">What was asked; its output directory need not exist yet.</param>
    /// <returns>YAML, which goes to config.yaml before the run starts.</returns>
    /// <exception cref="Configuration.ConfigurationException">The configuration is not acceptable; no directory is made then.</exception>
    string ResolveConfiguration(ExperimentRequest request);

    /// <summary>Puts what a new run begins with into its directory, before the work.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="run">The new run's directory.</param>
    /// <param name="log">Receives warnings.</param>
    void Prepare(ExperimentRequest request, RunDirectory run, ILogger log)
    {
    }

    /// <summary>Environment steps that a run will take if no episode ends early, by which runs are weighed against each other before they
    /// begin.</summary>
    /// <param name="configuration">What <see cref="ResolveConfiguration"/> gave.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="hasBase">Whether the base policy is another run's.</param>
    /// <returns>Steps; null where they cannot be told.</returns>
    double? ExpectedSteps(string configuration, ExperimentRequest request, bool hasBase) => null;

    /// <summary>Does the work, from the start or from the newest checkpoint.</summary>
    /// <param name="request">What was asked. Its output directory exists and holds configuration, command, environment and state.</param>
    /// <param name="progress">Receives progress.</param>
    /// <param name="log">Receives warnings and messages.</param>
    /// <param name="token">Asks to save a checkpoint and to throw <see cref="OperationCanceledException"/>.</param>
    /// <returns>The result, whose files are in the run directory.</returns>
    ExperimentOutcome Run(ExperimentRequest request, IProgress<StageProgress> progress, ILogger log, CancellationToken token);
}
