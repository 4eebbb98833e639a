using Xmrl.Environments.Navigation2D;
using Xmrl.Explain.Augmentation;
using Xmrl.Explain.MixingLaws;
using Xmrl.Meta.Gradient;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;

namespace Xmrl.Verification;

/// <summary>The library's search for the mixing law on Navigation2D-v1 with short episodes: three critical tasks, five others, a policy
/// with eight hidden units.</summary>
internal sealed class NavigationMixing : IDisposable
{
    private const int Critical = 3;
    private const int Others = 5;
    private const int Iterations = 20;

    private readonly Navigation2DFamily _family = new(new Navigation2DOptions { Horizon = 20 });
    private readonly WorkPool _pool = new(1);
    private readonly GradientLearner _learner;
    private readonly Real[] _theta;
    private readonly MdpTask[] _critical;

    public NavigationMixing()
    {
        var policy = new GaussianMlpPolicy(GaussianMlpShape.For(_family.Spec) with { HiddenSizes = [8], InitialLogStd = -2.3 });
        _learner = new GradientLearner(_family, policy, new LearnerOptions { Trajectories = 8 }, () => new RadialFeatures(), _pool);
        _theta = new Real[policy.ParameterCount];
        policy.Initialize(RandomKey.FromSeed(1), _theta);
        MdpTask[] tasks = [.. Enumerable.Range(0, Critical + Others).Select(i => _family.SampleTask(RandomKey.FromSeed(2), i))];
        _critical = tasks[..Critical];
        Given = tasks[Critical..];
    }

    /// <summary>φ_λ where learning starts.</summary>
    public static double[] Start => [0, 1];

    /// <summary>φ_λ at which every λ is 1, so that nothing is mixed.</summary>
    public static double[] Unmixed => [50, LogitNormal.SmallestScale];

    /// <summary>The tasks that are not critical.</summary>
    public IReadOnlyList<MdpTask> Given { get; }

    /// <summary>Other tasks in their place, with the same indices and so the same random numbers.</summary>
    public IReadOnlyList<MdpTask> Drawn(RandomKey key) => [.. Given.Select(task => _family.SampleTask(key, task.Index))];

    /// <summary>φ_λ after Algorithm 1.</summary>
    public double[] Learn() => Run(Start, Given, Iterations, RandomKey.FromSeed(3)).Parameters;

    /// <summary>One iteration from the base policy: the information between λ and θ under a law, and the distribution of θ that it leads
    /// to.</summary>
    /// <param name="law">φ_λ.</param>
    /// <param name="others">The tasks that are not critical.</param>
    /// <param name="key">Random numbers.</param>
    public MixingResult Iterate(double[] law, IReadOnlyList<MdpTask> others, RandomKey key) => Run(law, others, 1, key);

    /// <inheritdoc/>
    public void Dispose()
    {
        _learner.Dispose();
        _pool.Dispose();
    }

    private MixingResult Run(double[] law, IReadOnlyList<MdpTask> others, int iterations, RandomKey key)
    {
        var options = new MixingOptions
        {
            Law = new StartingLaw(new LogitNormal(), law),
            Iterations = iterations,
            OtherTasks = others.Count,
        };
        return new MixingLearner(_learner, options).Learn(_theta, _critical, others, key);
    }
}
