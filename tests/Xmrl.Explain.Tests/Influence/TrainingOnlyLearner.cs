using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;

namespace Xmrl.Explain.Tests.Influence;

/// <summary>A learner of which nothing but trainings can be asked.</summary>
/// <param name="pool">Runs the work.</param>
/// <param name="begin">From θ at the start, which it may keep, a training.</param>
internal sealed class TrainingOnlyLearner(WorkPool pool, Func<Real[], IMetaTraining> begin) : IMetaLearner
{
    public IEnvironmentFamily Family => throw new NotSupportedException();

    public IReadOnlyList<TensorSpec> Tensors => throw new NotSupportedException();

    public int ParameterCount => throw new NotSupportedException();

    public WorkPool Pool => pool;

    public IAdaptation Adaptation => throw new NotSupportedException();

    public IInfluenceSource? Influence => null;

    public void Initialize(RandomKey key, Span<Real> parameters) => throw new NotSupportedException();

    public IMetaTraining Begin(ReadOnlySpan<Real> start, OuterSchedule schedule) => begin([.. start]);

    public void Dispose()
    {
    }
}
