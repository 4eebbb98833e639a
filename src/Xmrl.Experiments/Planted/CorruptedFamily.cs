using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Experiments.Planted;

/// <summary>An environment some of whose tasks pay the negative of their rewards: those whose index is at least <see cref="FirstCorrupted"/>.</summary>
/// <param name="inner">The environment.</param>
internal sealed class CorruptedFamily(IEnvironmentFamily inner) : IEnvironmentFamily
{
    /// <summary>Index of the first corrupted task; more tasks than that no set has.</summary>
    public const int FirstCorrupted = 1_000_000;

    /// <summary>The environment without corruption.</summary>
    public IEnvironmentFamily Inner => inner;

    /// <inheritdoc/>
    public EnvironmentSpec Spec => inner.Spec;

    /// <inheritdoc/>
    public MdpTask SampleTask(RandomKey key, int index) => inner.SampleTask(key, index);

    /// <inheritdoc/>
    public IEnvironment Create(MdpTask task, int copies)
    {
        IEnvironment environment = inner.Create(task, copies);
        return task.Index < FirstCorrupted ? environment : environment is IMixable ? new MixableNegatedRewards(environment) : new NegatedRewards(environment);
    }

    /// <inheritdoc/>
    public double? Distance(MdpTask first, MdpTask second) => inner.Distance(first, second);
}
