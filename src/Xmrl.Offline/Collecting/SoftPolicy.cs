using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.ActorCritic;
using Xmrl.Rl.Environments;
using Xmrl.Training.Configuration;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Offline.Collecting;

/// <summary>A soft actor-critic that learns one task from its own replay: one gradient step after every two steps, with twin targets and
/// a learned temperature, so that the size of the rewards need not be known.</summary>
internal static class SoftPolicy
{
    private const int StepsPerIteration = 1000;
    private const int Units = 100;
    private const int Batch = 128;
    private const double StepSize = 1e-3;

    /// <summary>What does not go with an environment.</summary>
    /// <param name="spec">The environment.</param>
    /// <exception cref="ConfigurationException">Its actions are choices.</exception>
    public static void Require(EnvironmentSpec spec)
    {
        if (spec.ActionChoices > 0)
        {
            throw new ConfigurationException(
                $"collector softActorCritic needs real actions; '{spec.Id}' has {spec.ActionChoices} to choose from: take clipped.");
        }
    }

    /// <summary>Collects and learns until the steps are there.</summary>
    /// <param name="family">Environments that record.</param>
    /// <param name="log">Their record.</param>
    /// <param name="parts">The task, its random numbers and what is collected.</param>
    /// <param name="token">Checked before every step.</param>
    /// <exception cref="ArithmeticException">A gradient step failed.</exception>
    public static void Run(
        IEnvironmentFamily family, EpisodeLog log, (MdpTask Task, RandomKey Key, CollectSettings Settings) parts, CancellationToken token)
    {
        (MdpTask task, RandomKey key, CollectSettings settings) = parts;
        int steps = Math.Min(StepsPerIteration, Math.Max(1, settings.Steps / 10));
        var recipe = new Sac
        {
            StepsPerIteration = steps,
            Soft = new SoftSettings
            {
                SoftUpdate = SoftUpdate.TwinTarget,
                RewardScale = 1,
                StepSize = StepSize,
                NetworkLayers = 2,
                NetworkUnits = Units,
                BatchSize = Batch,
                GradientSteps = Math.Max(1, steps / 2),
                InitialSteps = steps,
                ActionScale = settings.ActionLimit,
                ReplayCapacity = Math.Max(settings.Steps, 2 * (steps + family.Spec.Horizon)),
            },
        };
        using var pool = new WorkPool(1);
        using IMetaLearner learner = recipe.Create(
            new LearnerParts { Family = family, Policy = LearnerFactory.Policy(new PolicySettings(), family.Spec), Pool = pool });
        var start = new Real[learner.ParameterCount];
        learner.Initialize(key.Derive(RandomPurpose.Initialization), start);
        IMetaTraining training = learner.Begin(start, recipe.Schedule(Math.Max(1, settings.Steps / steps)));
        while (log.Steps < settings.Steps)
        {
            OuterReport report = training.Iterate(
                [new TaskPlan { MdpTask = task }], key.Derive(RandomPurpose.OuterRollout).Derive(log.Policy), token).Outer;
            if (report.Status != OuterStatus.Accepted)
            {
                throw new ArithmeticException($"Task {task.Index}: after {log.Steps} steps the soft actor-critic failed: {report.Detail}");
            }

            log.Policy++;
        }
    }
}
