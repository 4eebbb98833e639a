using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Import.Networks;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Configuration;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Import.Running;

/// <summary>Makes a run of a policy from elsewhere: as if a training of one iteration had ended with it. What follows a training is the
/// experiment's own.</summary>
internal sealed class ImportRunner : IExperimentRunner
{
    private readonly ImportRequest _import;
    private readonly IExperimentRunner _experiment;
    private readonly ImportedNetwork _network;
    private PairReport? _checked;

    /// <summary>Reads the network.</summary>
    /// <param name="request">The files and settings.</param>
    /// <param name="experiments">The experiments that they may name.</param>
    /// <exception cref="ConfigurationException">There is no such experiment, or the settings are not acceptable.</exception>
    /// <exception cref="InvalidDataException">The weights are not valid.</exception>
    public ImportRunner(ImportRequest request, ExperimentRegistry experiments)
    {
        _import = request;
        _experiment = experiments.Find(request.Settings.Experiment);
        _network = PolicyImport.Read(request);
    }

    /// <inheritdoc/>
    public string Name => _experiment.Name;

    /// <inheritdoc/>
    public string Summary => _experiment.Summary;

    /// <inheritdoc/>
    public string ResolveConfiguration(ExperimentRequest request)
    {
        ExperimentRequest named = Named(request);
        ImproveConfiguration configuration = Read(_experiment.ResolveConfiguration(named));
        EnvironmentSpec spec = LearnerFactory.Family(configuration, request.Environments).Spec;
        PolicyImport.RequireFit(_network, spec, _import);
        string resolved = _experiment.ResolveConfiguration(named with
        {
            Overrides = [.. named.Overrides, .. PolicyImport.Overrides(_network, configuration, spec.ActionChoices == 0)],
        });

        // Everything is done once before there is a folder, so that what does not fit leaves none.
        SafetensorsFile _ = Checkpoint(Read(resolved), request, check: true);
        return resolved;
    }

    /// <inheritdoc/>
    public void Prepare(ExperimentRequest request, RunDirectory run, ILogger log)
    {
        _experiment.Prepare(Named(request), run, log);
        ImproveConfiguration configuration = ConfigurationReader.ReadFile<ImproveConfiguration>(run.ConfigurationPath);
        run.Checkpoints.Save(configuration.Meta.Iterations, Checkpoint(configuration, request, check: false), TrainingSeries.Base.Series);
        new StageBook(run).Add(new StageBook.Entry(StageBook.MetaTraining, configuration.Meta.Iterations, 0, 0));
    }

    /// <inheritdoc/>
    public double? ExpectedSteps(string configuration, ExperimentRequest request, bool hasBase)
        => _experiment.ExpectedSteps(configuration, request, hasBase: true);

    /// <inheritdoc/>
    public ExperimentOutcome Run(ExperimentRequest request, IProgress<StageProgress> progress, ILogger log, CancellationToken token)
    {
        ExperimentOutcome outcome = _experiment.Run(request, progress, log, token);
        string verdict = _checked?.Describe()
            ?? "The policy was not compared with actions of its origin: --check does that.";
        return outcome with
        {
            Notes = [$"Imported {Path.GetFileName(_network.Source)} ({_network.Layout}).", verdict, .. outcome.Notes],
        };
    }

    private ExperimentRequest Named(ExperimentRequest request)
    {
        ImportSettings settings = _import.Settings;
        return request with
        {
            Overrides =
            [
                .. settings.Environment is { } environment ? new[] { $"environment={environment}" } : [],
                .. settings.Learner is { } learner ? LearnerArgument.Overrides(learner, hasFile: false) : [],
                .. settings.Settings,
                .. request.Overrides,
            ],
        };
    }

    private ImproveConfiguration Read(string configuration) => ConfigurationReader.Read<ImproveConfiguration>(configuration, Name);

    /// <summary>What a training would have left behind its last iteration.</summary>
    private SafetensorsFile Checkpoint(ImproveConfiguration configuration, ExperimentRequest request, bool check)
    {
        IEnvironmentFamily family = LearnerFactory.Family(configuration, request.Environments);
        IPolicy policy = LearnerFactory.Policy(configuration.Policy, family.Spec);
        using var pool = new WorkPool(1);
        using IMetaLearner learner = configuration.Meta.Learner.Create(new LearnerParts { Family = family, Policy = policy, Pool = pool });
        if (!learner.Tensors.Take(policy.Tensors.Length).SequenceEqual(policy.Tensors))
        {
            throw new ConfigurationException(
                $"The parameters of {configuration.Meta.Learner.Card.Title} have no place for a perceptron: name another learner in "
                    + $"{_import.SettingsName}.");
        }

        var theta = new Real[learner.ParameterCount];
        learner.Initialize(new RunKeys(RandomKey.FromSeed(request.Seed)).Initialization, theta);
        NetworkParameters.Fill(_network, policy, theta);
        if (check && _import.Pairs is { } pairs)
        {
            _checked = PairCheck.Run(policy, theta.AsSpan(0, policy.ParameterCount), pairs, _import.Tolerance);
            if (!_checked.Holds)
            {
                throw new InvalidDataException(
                    $"{_checked.Describe()} Nothing was imported: non-linearity, normalisation, order of layers or the policy itself "
                        + "differ.");
            }
        }

        IMetaTraining training = learner.Begin(theta, configuration.Meta.Learner.Schedule(configuration.Meta.Iterations));
        SafetensorsFile file = PolicyWeights.Of(learner.Tensors, training.Parameters);
        foreach ((string name, double[] values) in training.State)
        {
            file.Tensors[TrainingCheckpoint.OuterPrefix + name] = StoredTensor.Of<double>(values, values.Length);
        }

        file.Tensors[TrainingCheckpoint.InteractionsName] = StoredTensor.Of<double>([0], 1);
        file.Metadata[TrainingCheckpoint.ImportedName] = Convert.ToHexStringLower(SHA256.HashData(_import.Weights.Bytes));
        return file;
    }
}
