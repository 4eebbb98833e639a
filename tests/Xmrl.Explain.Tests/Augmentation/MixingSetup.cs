using Xmrl.Meta.Gradient;
using Xmrl.Meta.Objectives;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Explain.Tests.Augmentation;

/// <summary>A learner with its pool and tasks, for one test.</summary>
internal sealed class MixingSetup : IDisposable
{
    private readonly WorkPool _pool;

    public MixingSetup(
        IEnvironmentFamily family, LearnerOptions? options = null, int threads = 1, int hidden = 3, ICollective? processes = null,
        Func<IValueFeatures>? valueFeatures = null)
    {
        _pool = new WorkPool(threads, processes);
        Policy = new GaussianMlpPolicy(GaussianMlpShape.For(family.Spec) with { HiddenSizes = [hidden] });
        Learner = new GradientLearner(
            family, Policy, options ?? new LearnerOptions { Trajectories = 4 }, valueFeatures ?? (() => new RadialFeatures()), _pool);
        Theta = new Real[Policy.ParameterCount];
        Policy.Initialize(RandomKey.FromSeed(1), Theta);
    }

    public GaussianMlpPolicy Policy { get; }

    public GradientLearner Learner { get; }

    public Real[] Theta { get; }

    public MdpTask[] Tasks(int count)
        => [.. Enumerable.Range(0, count).Select(i => Learner.Family.SampleTask(RandomKey.FromSeed(2), i))];

    /// <summary>The gradient of a task's objective with base log-probabilities held at the policies that sampled it: a function of
    /// θ.</summary>
    public Func<Real[], double[]> HeldGradient(TaskOutcome outcome)
    {
        Learner.Run(1, (worker, _) => worker.Remember(outcome.Data));
        var inner = new SurrogateEvaluator(new SurrogateProgram(Policy, Learner.Options.InnerSurrogate, true));
        var outer = new SurrogateEvaluator(new SurrogateProgram(Policy, Learner.Options.OuterSurrogate, true));
        var objective = new AdaptedObjective(inner, outer, Learner.InnerStep, Learner.Options.GradientOrder, outcome.Data);
        return theta =>
        {
            var gradient = new double[theta.Length];
            objective.Gradient(theta, gradient);
            return gradient;
        };
    }

    public void Dispose()
    {
        Learner.Dispose();
        _pool.Dispose();
    }
}
