using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Offline.Collecting;

/// <summary>Environments that record what is done in them, and cut episodes into segments for whoever samples: a copy that is reset after
/// a segment goes on from where it stands.</summary>
/// <remarks>Of one task at a time, and of one thread.</remarks>
/// <param name="inner">The environments.</param>
/// <param name="log">Receives the steps.</param>
/// <param name="segment">Steps of a segment, in [1, horizon].</param>
internal sealed class RecordingFamily(IEnvironmentFamily inner, EpisodeLog log, int segment) : IEnvironmentFamily
{
    /// <inheritdoc/>
    public EnvironmentSpec Spec { get; } = inner.Spec with { Horizon = segment };

    /// <inheritdoc/>
    public MdpTask SampleTask(RandomKey key, int index) => inner.SampleTask(key, index);

    /// <inheritdoc/>
    public IEnvironment Create(MdpTask task, int copies) => new RecordingEnvironment(inner.Create(task, copies), log, Spec);

    /// <inheritdoc/>
    public double? Distance(MdpTask first, MdpTask second) => inner.Distance(first, second);
}
