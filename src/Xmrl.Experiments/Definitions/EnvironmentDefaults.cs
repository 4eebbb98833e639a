using System.Collections.Immutable;
using Xmrl.Experiments.Improvement;
using Xmrl.Rl.Environments;

namespace Xmrl.Experiments.Definitions;

/// <summary>The configuration of an experiment that is told its environment: what is not said follows from the environment.</summary>
/// <param name="Full">From an environment, the configuration in full length.</param>
/// <param name="Quick">From a configuration in full length, overrides that make it short.</param>
internal sealed record EnvironmentDefaults(
    Func<IEnvironmentFamily, ImproveConfiguration> Full, Func<ImproveConfiguration, int, ImmutableArray<string>> Quick);
