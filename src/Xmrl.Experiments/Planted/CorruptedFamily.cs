using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Experiments.Planted;

/// <summary>An environment some of whose training tasks pay the negative of their rewards once the policy has adapted to the right ones.
/// These are the tasks whose index is at least <see cref="FirstCorrupted"/>.</summary>
/// <remarks>A meta-learner adapts to a task whose rewards are wrong throughout, so that these do no harm. Here the rewards before adaptation say the contrary of those after it:
/// whoever learns from them learns to adapt wrongly.</remarks>
/// <param name="inner">The environment.</param>
internal sealed class CorruptedFamily(IEnvironmentFamily inner) : IEnvironmentFamily, IScoreTasks
{
    /// <summary>Index of the first corrupted task; more tasks than that no set has.</summary>
    public const int FirstCorrupted = 1_000_000;

    /// <summary>What the index of a corrupted task grows by where the adapted policy is scored.</summary>
    private const int Scored = 1_000_000;

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
        return task.Index < FirstCorrupted + Scored ? environment : environment is IMixable ? new MixableNegatedRewards(environment) : new NegatedRewards(environment);
    }

    /// <inheritdoc/>
    public double? Distance(MdpTask first, MdpTask second) => inner.Distance(first, second);

    /// <inheritdoc/>
    public MdpTask ScoreTask(MdpTask task) => task.Index < FirstCorrupted ? task : task with { Index = task.Index + Scored };
}
