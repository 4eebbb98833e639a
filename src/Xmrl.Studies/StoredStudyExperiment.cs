using Microsoft.Extensions.Logging;
using Xmrl.Environments.BernoulliBandit;
using Xmrl.Numerics.Randomness;
using Xmrl.Reproduction.Robustness;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Studies;

/// <summary>One condition of a study from stored episodes: collects data, trains MACAW and imitation on them and others online, and scores
/// all of them on the same test tasks, in the run record of every experiment.</summary>
/// <param name="name">Name of the experiment.</param>
/// <param name="full">The condition in full.</param>
/// <param name="quick">The same in short; null where it is the same.</param>
internal sealed class StoredStudyExperiment(string name, StoredConfiguration full, StoredConfiguration? quick) : IExperimentRunner
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Summary => $"MACAW, imitation and training online on {full.Training} training tasks of {full.Environment}.";

    /// <inheritdoc/>
    public string ResolveConfiguration(ExperimentRequest request)
    {
        if (request.Processes.Size > 1)
        {
            throw new ConfigurationException($"{Name} collects its data in one process; start it without mpirun or srun.");
        }

        StoredConfiguration own = request.Quick ? quick ?? full : full;
        ConfigurationDocument document = request.ConfigurationFile is { } file
            ? new(ConfigurationReader.LoadText(file), file)
            : new(ConfigurationWriter.Write(own), Name) { IsOwn = true };
        StoredConfiguration settings = ConfigurationReader.Read<StoredConfiguration>(document, request.Overrides);
        IEnvironmentFamily family = LearnerFactory.Family(settings.Environment);
        bool isBandit = LearnerFactory.Family(full.Environment) is BernoulliBanditFamily;
        if (family is BernoulliBanditFamily != isBandit)
        {
            throw new ConfigurationException(
                $"environment is {settings.Environment}; expected {(isBandit ? "a Bernoulli bandit" : "one with real actions")}.");
        }

        int longest = settings.TrainingSteps / (family.Spec.Horizon + 1);
        return settings.OnlineRounds <= longest
            ? ConfigurationWriter.Write(settings)
            : throw new ConfigurationException(
                $"onlineRounds is {settings.OnlineRounds}; expected at most {longest}: a round is more than one episode of "
                    + $"{family.Spec.Horizon} steps per training task.");
    }

    /// <inheritdoc/>
    public void Prepare(ExperimentRequest request, RunDirectory run, ILogger log)
    {
        StoredConfiguration settings = Stored(run);
        IEnvironmentFamily family = LearnerFactory.Family(settings.Environment);
        var root = RandomKey.FromSeed(request.Seed);
        TaskSets tasks = family is BernoulliBanditFamily
            ? TaskSets.Draw(
                new TaskSettings { Training = settings.Training, Validation = 1, Test = settings.Test }, family, root)
            : new StudyTasks(
                family, new StudyTaskSettings { Training = settings.Training, Sector = settings.Sector, Test = settings.Test }).Draw(root);
        tasks.Write(run);
    }

    /// <inheritdoc/>
    public double? ExpectedSteps(string configuration, ExperimentRequest request, bool hasBase)
    {
        StoredConfiguration settings = ConfigurationReader.Read<StoredConfiguration>(configuration, Name, []);
        IEnvironmentFamily family = LearnerFactory.Family(settings.Environment);
        double stored = (double)settings.Training * settings.TrainingSteps;
        return (settings.OnlineRounds > 0 ? 2 * stored : stored) + ((double)settings.Test * settings.TestSteps)
            + (settings.Online is { } online
                ? (double)online.Iterations * online.TasksPerIteration * online.Learner.Load(family.Spec.Horizon).Steps
                : 0);
    }

    /// <inheritdoc/>
    public ExperimentOutcome Run(ExperimentRequest request, IProgress<StageProgress> progress, ILogger log, CancellationToken token)
    {
        RunDirectory run = RunDirectory.OpenPart(request.OutputDirectory);
        using var work = new StoredStudyRun(Stored(run), request, run, log);
        work.Run(progress, token);
        return new ExperimentOutcome { RunDirectory = run.FullPath };
    }

    private static StoredConfiguration Stored(RunDirectory run)
        => ConfigurationReader.ReadFile<StoredConfiguration>(run.ConfigurationPath);
}
