using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Training.Configuration;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Improvement;

/// <summary>The base policy of a stored run, with its learner and tasks.</summary>
internal sealed class OpenedPolicy : IDisposable
{
    /// <summary>The run's settings with the overrides.</summary>
    public required ImproveConfiguration Configuration { get; init; }

    /// <summary>The learner.</summary>
    public required IMetaLearner Learner { get; init; }

    /// <summary>The meta-parameters. Shape [P].</summary>
    public required Real[] Parameters { get; init; }

    /// <summary>The run's tasks; sets whose settings are overridden are drawn from its seed.</summary>
    public required TaskSets Tasks { get; init; }

    /// <summary>The run's root key.</summary>
    public required RandomKey Root { get; init; }

    /// <summary>Opens a run.</summary>
    /// <exception cref="ConfigurationException">The run has no base policy, or a setting is not acceptable.</exception>
    /// <exception cref="InvalidDataException">The run's tasks are not valid, or not those that it began with.</exception>
    public static OpenedPolicy Open(string path, ImmutableArray<string> overrides, WorkPool pool, ILogger log)
    {
        BaseRun run = BaseRun.Open(path, log);
        ImproveConfiguration configuration = ConfigurationReader.Read<ImproveConfiguration>(
            ConfigurationWriter.Write(run.Configuration), path, overrides);
        IEnvironmentFamily family = LearnerFactory.Family(configuration);
        IMetaLearner learner = configuration.Meta.Learner.Create(new LearnerParts
        {
            Family = family,
            Policy = LearnerFactory.Policy(configuration.Policy, family.Spec),
            Pool = pool,
        });
        var theta = new Real[learner.ParameterCount];
        run.Read(learner.Tensors, theta);
        var root = RandomKey.FromSeed(run.State.Seed);
        return new OpenedPolicy
        {
            Configuration = configuration,
            Learner = learner,
            Parameters = theta,
            Tasks = run.Tasks(configuration, family),
            Root = root,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => Learner.Dispose();
}
