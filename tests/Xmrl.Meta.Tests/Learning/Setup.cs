using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;

namespace Xmrl.Meta.Tests.Learning;

/// <summary>A learner with its pool, for one test.</summary>
internal sealed class Setup : IDisposable
{
    private readonly WorkPool _pool;

    public Setup(IEnvironmentFamily family, LearnerOptions options, int threads = 1, MlpShape? shape = null, ICollective? processes = null)
    {
        _pool = new WorkPool(threads, processes);
        Policy = shape is CategoricalMlpShape categorical
            ? new CategoricalMlpPolicy(categorical)
            : new GaussianMlpPolicy((GaussianMlpShape?)shape ?? (GaussianMlpShape.For(family.Spec) with { HiddenSizes = [6] }));
        Learner = new GradientLearner(family, Policy, options, () => new LinearTimeFeatures(family.Spec.ObservationSize), _pool);
    }

    public IPolicy Policy { get; }

    public GradientLearner Learner { get; }

    public Real[] Initial()
    {
        var theta = new Real[Learner.ParameterCount];
        Learner.Initialize(RandomKey.FromSeed(1), theta);
        return theta;
    }

    public TaskPlan[] Plans(int count)
        =>
        [
            .. Enumerable.Range(0, count)
            .Select(i => new TaskPlan { MdpTask = Learner.Family.SampleTask(RandomKey.FromSeed(2), i), Weight = 1 + (0.25 * i) }),
        ];

    public void Dispose()
    {
        Learner.Dispose();
        _pool.Dispose();
    }
}
