using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Xmrl.Experiments.Improvement;
using Xmrl.Meta.Gradient;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Studies.Mixing;

/// <summary>Trains the base policy of an experiment and measures there what mixing states does to gradients.</summary>
/// <param name="training">The experiment.</param>
internal sealed class MixingExperiment(IExperimentRunner training) : IExperimentRunner
{
    private const string Stage = "Mixing";
    private const int MostTasks = 20;
    private const int Replicates = 8;
    private const int QuickTasks = 4;
    private const int QuickReplicates = 3;

    /// <inheritdoc/>
    public string Name => training.Name;

    /// <inheritdoc/>
    public string Summary => $"Mixed states and gradients at the base policy of {training.Name}.";

    /// <inheritdoc/>
    public string ResolveConfiguration(ExperimentRequest request)
        => request.Processes.Size > 1
            ? throw new ConfigurationException($"{Name} measures in one process; start it without mpirun or srun.")
            : training.ResolveConfiguration(request);

    /// <inheritdoc/>
    public void Prepare(ExperimentRequest request, RunDirectory run, ILogger log) => training.Prepare(request, run, log);

    /// <inheritdoc/>
    public double? ExpectedSteps(string configuration, ExperimentRequest request, bool hasBase)
        => training.ExpectedSteps(configuration, request, hasBase);

    /// <inheritdoc/>
    public ExperimentOutcome Run(ExperimentRequest request, IProgress<StageProgress> progress, ILogger log, CancellationToken token)
    {
        ExperimentOutcome outcome = training.Run(request, new WithOneMore(progress), log, token);
        RunDirectory run = RunDirectory.OpenPart(request.OutputDirectory);
        long began = Stopwatch.GetTimestamp();
        using var pool = new WorkPool(request.Threads);
        using OpenedPolicy opened = OpenedPolicy.Open(run.FullPath, [], pool, log);
        if (opened.Learner is not GradientLearner learner)
        {
            throw new ConfigurationException($"meta.learner of {Name} has no gradients of single tasks; expected maml or a variant.");
        }

        (int most, int replicates) = request.Quick ? (QuickTasks, QuickReplicates) : (MostTasks, Replicates);
        MixedFigures figures = new MixedMeasurement(learner, opened.Parameters, replicates).Of(
            [.. opened.Tasks.Training.Take(most)],
            opened.Root.Derive(RandomPurpose.Mixing),
            (done, of) => progress.Report(new StageProgress(Stage, 1, 2, done, of, "draws of gradients")),
            token);
        run.Store(run.File(MixedFigures.FileName), figures);
        StageBook.Open(run, log).Add(new(Stage, 1, figures.Interactions, Stopwatch.GetElapsedTime(began).TotalSeconds));
        return outcome;
    }

    /// <summary>Progress of a training that one more stage follows.</summary>
    private sealed class WithOneMore(IProgress<StageProgress> progress) : IProgress<StageProgress>
    {
        public void Report(StageProgress value) => progress.Report(value with { StageCount = value.StageCount + 1 });
    }
}
