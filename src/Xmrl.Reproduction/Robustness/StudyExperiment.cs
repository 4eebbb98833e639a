using Microsoft.Extensions.Logging;
using Xmrl.Meta.Learners;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Reproduction.Robustness;

/// <summary>One training of the robustness study, evaluated as it goes on tasks that all runs share, in the run record of every
/// experiment.</summary>
/// <param name="label">What trains, in a few words.</param>
/// <param name="defaults">The configuration in full length; it has no quick variant of its own, for the scale decides it.</param>
internal sealed class StudyExperiment(string label, StudyConfiguration defaults) : IExperimentRunner
{
    /// <inheritdoc/>
    public string Name => "robustness";

    /// <inheritdoc/>
    public string Summary => label;

    /// <summary>The configuration in full length.</summary>
    public StudyConfiguration Defaults => defaults;

    /// <inheritdoc/>
    public string ResolveConfiguration(ExperimentRequest request)
    {
        ConfigurationDocument document = request.ConfigurationFile is { } file
            ? new(ConfigurationReader.LoadText(file), file)
            : new(ConfigurationWriter.Write(defaults), Name) { IsOwn = true };
        StudyConfiguration settings = ConfigurationReader.Read<StudyConfiguration>(document, request.Overrides);
        var tasks = new StudyTasks(LearnerFactory.Family(settings.Environment), settings.Tasks);
        if (settings.Tasks.Sector < StudyTaskSettings.AllDegrees && !tasks.HasAngle)
        {
            throw new ConfigurationException($"tasks.sector: tasks of {settings.Environment} have no angle that could lie in a sector.");
        }

        if (settings.Scoring.CurveSteps < settings.Meta.Learner.AdaptationSteps)
        {
            throw new ConfigurationException(
                $"scoring.curveSteps is {settings.Scoring.CurveSteps}; expected at least the {settings.Meta.Learner.AdaptationSteps} "
                    + "adaptation steps of the training.");
        }

        return ConfigurationWriter.Write(settings);
    }

    /// <inheritdoc/>
    public void Prepare(ExperimentRequest request, RunDirectory run, ILogger log)
    {
        StudyConfiguration settings = Stored(run);
        new StudyTasks(LearnerFactory.Family(settings.Environment), settings.Tasks).Draw(RandomKey.FromSeed(request.Seed)).Write(run);
    }

    /// <inheritdoc/>
    public double? ExpectedSteps(string configuration, ExperimentRequest request, bool hasBase)
    {
        StudyConfiguration settings = ConfigurationReader.Read<StudyConfiguration>(configuration, Name, []);
        IEnvironmentFamily family = LearnerFactory.Family(settings.Environment);
        int tasks = settings.Meta.Learner is Pearl pearl ? pearl.TasksPerCollection : settings.Meta.TasksPerIteration;
        return (double)settings.Meta.Iterations * tasks * settings.Meta.Learner.Load(family.Spec.Horizon).Steps;
    }

    /// <inheritdoc/>
    public ExperimentOutcome Run(ExperimentRequest request, IProgress<StageProgress> progress, ILogger log, CancellationToken token)
    {
        RunDirectory run = RunDirectory.OpenPart(request.OutputDirectory);
        using var work = new StudyRun(Stored(run), request, run, log);
        work.Run(progress, token);
        return new ExperimentOutcome { RunDirectory = run.FullPath };
    }

    private static StudyConfiguration Stored(RunDirectory run) => ConfigurationReader.ReadFile<StudyConfiguration>(run.ConfigurationPath);
}
