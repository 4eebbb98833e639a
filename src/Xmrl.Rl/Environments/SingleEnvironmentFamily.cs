using Xmrl.Numerics.Randomness;

namespace Xmrl.Rl.Environments;

/// <summary>A family made of a specification and a way to build one copy: tasks are uniform over the parameter ranges, copies are batched
/// by <see cref="BatchAdapter"/>.</summary>
/// <param name="spec">Sizes, horizon and parameter ranges.</param>
/// <param name="create">Builds one copy of a task; must share nothing between copies.</param>
/// <param name="picture">The picture of its tasks and episodes; null for none.</param>
public sealed class SingleEnvironmentFamily(
    EnvironmentSpec spec, Func<MdpTask, ISingleEnvironment> create, ITaskScene? picture = null) : IEnvironmentFamily
{
    /// <inheritdoc/>
    public ITaskScene? Picture => picture;

    /// <inheritdoc/>
    public EnvironmentSpec Spec => spec;

    /// <inheritdoc/>
    public MdpTask SampleTask(RandomKey key, int index) => spec.SampleUniform(key, index);

    /// <inheritdoc/>
    public IEnvironment Create(MdpTask task, int copies) => new BatchAdapter(spec, task, copies, create);

    /// <summary>No distance is known: null.</summary>
    /// <param name="first">A task.</param>
    /// <param name="second">A task.</param>
    public double? Distance(MdpTask first, MdpTask second) => null;
}
