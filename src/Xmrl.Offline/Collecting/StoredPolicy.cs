using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Improvement;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Configuration;
using Xmrl.Training.Evaluation;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Offline.Collecting;

/// <summary>A policy that does not learn while it collects: the untrained one of a configuration, or the meta-policy of a run.</summary>
internal sealed class StoredPolicy
{
    /// <summary>Trajectories that are drawn together, at most.</summary>
    private const int AtOnce = 20;

    private readonly TrainConfiguration _configuration;
    private readonly SafetensorsFile? _checkpoint;
    private readonly string _name;

    private StoredPolicy(TrainConfiguration configuration, SafetensorsFile? checkpoint, string name)
        => (_configuration, _checkpoint, _name) = (configuration, checkpoint, name);

    /// <summary>By what the policy is known: the hashes of its tensors; empty for the untrained one.</summary>
    public string Identity => _checkpoint is null
        ? ""
        : string.Concat(_checkpoint.Tensors.Values.Select(tensor => Convert.ToHexStringLower(SHA256.HashData(tensor.Bytes))));

    /// <summary>The untrained policy.</summary>
    /// <param name="configuration">Policy and learner.</param>
    public static StoredPolicy Untrained(TrainConfiguration configuration) => new(configuration, null, "the untrained policy");

    /// <summary>The newest meta-policy of a run.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="spec">The environment that is collected from.</param>
    /// <exception cref="ConfigurationException">The run is of another environment, or has no checkpoint.</exception>
    public static StoredPolicy OfRun(string folder, EnvironmentSpec spec)
    {
        var run = new ImprovedRun(RunDirectory.Open(folder));
        TrainConfiguration configuration = run.Configuration;
        if (configuration.Environment.Id != spec.Id)
        {
            throw new ConfigurationException($"{folder} is a run of '{configuration.Environment.Id}'; expected one of '{spec.Id}'.");
        }

        (_, SafetensorsFile checkpoint) = RunEvaluator.Load(run, EvaluationRequest.BaseMethod, NullLogger.Instance);
        return new StoredPolicy(configuration, checkpoint, $"The policy of {folder}");
    }

    /// <summary>Collects until the steps are there.</summary>
    /// <param name="family">Environments that record.</param>
    /// <param name="log">Their record.</param>
    /// <param name="parts">The task, its random numbers and what is collected.</param>
    /// <param name="token">Checked between trajectories.</param>
    public void Run(
        IEnvironmentFamily family, EpisodeLog log, (MdpTask Task, RandomKey Key, CollectSettings Settings) parts, CancellationToken token)
    {
        (MdpTask task, RandomKey key, CollectSettings settings) = parts;
        using var pool = new WorkPool(1);
        using IMetaLearner learner = _configuration.Meta.Learner.Create(new LearnerParts
        {
            Family = family,
            Policy = LearnerFactory.Policy(_configuration.Policy, family.Spec),
            Pool = pool,
        });
        var parameters = new Real[learner.ParameterCount];
        if (_checkpoint is { } checkpoint)
        {
            PolicyWeights.Read(checkpoint, learner.Tensors, parameters, _name);
        }
        else
        {
            learner.Initialize(key.Derive(RandomPurpose.Initialization), parameters);
        }

        for (int round = 0; log.Steps < settings.Steps; round++)
        {
            token.ThrowIfCancellationRequested();
            int missing = (settings.Steps - log.Steps + family.Spec.Horizon - 1) / family.Spec.Horizon;
            learner.Adaptation.Measure(
                0, parameters, task,
                new AdaptationRequest { Steps = 0, SampledTrajectories = Math.Clamp(missing, 1, AtOnce), MeanTrajectories = 0 },
                key.Derive(RandomPurpose.Evaluation).Derive(round));
        }
    }
}
