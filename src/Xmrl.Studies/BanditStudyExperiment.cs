using Microsoft.Extensions.Logging;
using Xmrl.Environments.BernoulliBandit;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Studies;

/// <summary>One condition of the study's bandits: collects data, trains MACAW and imitation on them and MAML online, and scores all of them
/// on the same test tasks, in the run record of every experiment.</summary>
/// <param name="tasks">Training tasks.</param>
internal sealed class BanditStudyExperiment(int tasks) : IExperimentRunner
{
    /// <inheritdoc/>
    public string Name => "robustness-bandit";

    /// <inheritdoc/>
    public string Summary => $"MACAW, imitation and MAML on bandits of {tasks} training tasks.";

    /// <inheritdoc/>
    public string ResolveConfiguration(ExperimentRequest request)
    {
        if (request.Processes.Size > 1)
        {
            throw new ConfigurationException($"{Name} collects its data in one process; start it without mpirun or srun.");
        }

        BanditConfiguration own = request.Quick ? BanditScale.Quick(tasks) : BanditScale.Full(tasks);
        ConfigurationDocument document = request.ConfigurationFile is { } file
            ? new(ConfigurationReader.LoadText(file), file)
            : new(ConfigurationWriter.Write(own), Name) { IsOwn = true };
        BanditConfiguration settings = ConfigurationReader.Read<BanditConfiguration>(document, request.Overrides);
        return LearnerFactory.Family(settings.Environment) is BernoulliBanditFamily
            ? ConfigurationWriter.Write(settings)
            : throw new ConfigurationException($"environment is {settings.Environment}; expected a Bernoulli bandit.");
    }

    /// <inheritdoc/>
    public void Prepare(ExperimentRequest request, RunDirectory run, ILogger log)
    {
        BanditConfiguration settings = Stored(run);
        TaskSets.Draw(settings.Tasks, LearnerFactory.Family(settings.Environment), RandomKey.FromSeed(request.Seed)).Write(run);
    }

    /// <inheritdoc/>
    public double? ExpectedSteps(string configuration, ExperimentRequest request, bool hasBase)
    {
        BanditConfiguration settings = ConfigurationReader.Read<BanditConfiguration>(configuration, Name, []);
        IEnvironmentFamily family = LearnerFactory.Family(settings.Environment);
        return ((double)settings.Training * settings.TrainingSteps) + ((double)settings.Test * settings.TestSteps)
            + ((double)settings.Online.Iterations * settings.Online.TasksPerIteration
                * settings.Online.Learner.Load(family.Spec.Horizon).Steps);
    }

    /// <inheritdoc/>
    public ExperimentOutcome Run(ExperimentRequest request, IProgress<StageProgress> progress, ILogger log, CancellationToken token)
    {
        RunDirectory run = RunDirectory.OpenPart(request.OutputDirectory);
        using var work = new BanditStudyRun(Stored(run), request, run, log);
        work.Run(progress, token);
        return new ExperimentOutcome { RunDirectory = run.FullPath };
    }

    private static BanditConfiguration Stored(RunDirectory run)
        => ConfigurationReader.ReadFile<BanditConfiguration>(run.ConfigurationPath);
}
