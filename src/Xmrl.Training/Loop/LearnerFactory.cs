using Xmrl.Environments.Registry;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Training.Configuration;
using Xmrl.Training.MarketData;
using Xmrl.Training.Planted;
using Xmrl.Training.Settings;
using Xmrl.Training.Sources;

namespace Xmrl.Training.Loop;

/// <summary>Builds what settings name.</summary>
public static class LearnerFactory
{
    /// <summary>The environments of an id: of an assembly that the program was given, or of Xmrl.</summary>
    /// <param name="id">Environment id.</param>
    /// <returns>The family.</returns>
    /// <exception cref="ConfigurationException">No environment has the id, or it needs MuJoCo, which cannot be used here.</exception>
    public static IEnvironmentFamily Family(string id) => EnvironmentSource.FromString(id).Open();

    /// <summary>All environments that experiments can name: the managed ones and those of MuJoCo, whether or not its library is
    /// there.</summary>
    /// <returns>A new registry.</returns>
    public static EnvironmentRegistry Environments() => KnownEnvironments.All();

    /// <summary>The environments of a configuration, with the truth that it plants.</summary>
    /// <param name="configuration">Where the environments come from and, for Stock-v1, market.</param>
    /// <param name="own">The environments of a program that brings its own; null for those of the configuration.</param>
    /// <returns>The family.</returns>
    /// <exception cref="ConfigurationException">No environment has the id, or the market's prices cannot be used.</exception>
    public static IEnvironmentFamily Family(TrainConfiguration configuration, IEnvironmentFamily? own = null)
    {
        IEnvironmentFamily family = own is not null ? own
            : configuration.Market is { } market ? MarketFactory.Family(market)
            : configuration.Environment.Open();
        TaskSettings tasks = configuration.Tasks;
        IEnvironmentFamily drawn = tasks.IsEven ? new EvenFamily(family, tasks)
            : tasks.CommonRegion.IsEmpty ? family
            : new CommonFamily(family, tasks);
        return configuration.Meta.Learner.Around(
            tasks.Planted is PlantedTruth.CorruptedRewards or PlantedTruth.RareAndCorrupted ? new CorruptedFamily(drawn) : drawn);
    }

    /// <summary>The policy.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="spec">The environment's sizes.</param>
    /// <returns>The policy.</returns>
    public static IPolicy Policy(PolicySettings settings, EnvironmentSpec spec) => spec.ActionChoices > 0
        ? new CategoricalMlpPolicy(CategoricalMlpShape.For(spec) with
        {
            HiddenSizes = settings.HiddenSizes,
            Activation = settings.Activation,
            ContextSize = settings.ContextSize,
            OutputGain = settings.OutputGain,
        })
        : new GaussianMlpPolicy(GaussianMlpShape.For(spec) with
        {
            HiddenSizes = settings.HiddenSizes,
            Activation = settings.Activation,
            ContextSize = settings.ContextSize,
            InitialLogStd = settings.InitialLogStd,
            LearnLogStd = settings.LearnLogStd,
            OutputGain = settings.OutputGain,
        });
}
