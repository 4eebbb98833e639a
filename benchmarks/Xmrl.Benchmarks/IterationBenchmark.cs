using Xmrl.Environments.Navigation2D;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Objectives;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Policies;

namespace Xmrl.Benchmarks;

/// <summary>One whole meta-iteration of second-order MAML-TRPO on Navigation2D-v1: 20 tasks, 20 trajectories of at most 100 steps before
/// and after one inner step, two tanh layers of 100 units, linear-time baseline, 10 conjugate-gradient steps through the adaptation, up to
/// 15 line-search steps.</summary>
/// <seealso href="https://github.com/tristandeleu/pytorch-maml-rl">The same sizes as the configuration maml/2d-navigation there; its policy
/// has ReLU units.</seealso>
public static class IterationBenchmark
{
    internal const int Tasks = 20;
    private const int Trajectories = 20;
    private const int Units = 100;
    private const int WarmUps = 2;
    private const int Iterations = 9;

    /// <summary>Measures with one and with two threads; takes about fifteen seconds.</summary>
    /// <param name="cancellation">Checked between tasks.</param>
    /// <returns>The iteration of median time per number of threads.</returns>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public static IReadOnlyList<IterationResult> Run(CancellationToken cancellation)
        => [Measure(1, cancellation), Measure(2, cancellation)];

    internal static GradientLearner CreateLearner(WorkPool pool)
    {
        Navigation2DFamily family = new();
        GaussianMlpPolicy policy = new(
            GaussianMlpShape.For(family.Spec) with { HiddenSizes = [Units, Units], Activation = Activation.Tanh });
        LearnerOptions options = new() { InnerSteps = 1, Trajectories = Trajectories, GradientOrder = GradientOrder.SecondOrder };
        return new GradientLearner(family, policy, options, () => new LinearTimeFeatures(family.Spec.ObservationSize), pool);
    }

    internal static TrustRegionOuterStep CreateOuterStep()
        => new(new TrustRegionOptions { ConjugateGradientSteps = 10, LineSearchSteps = 15 });

    internal static string Name(GradientLearner learner) => $"maml-trpo/{learner.Family.Spec.Id}/2x{Units}";

    private static IterationResult Measure(int threads, CancellationToken cancellation)
    {
        RandomKey key = RandomKey.FromSeed(1);
        using WorkPool pool = new(threads);
        using GradientLearner learner = CreateLearner(pool);
        Real[] parameters = new Real[learner.ParameterCount];
        learner.Initialize(key, parameters);
        TaskPlan[] plans =
        [
            .. Enumerable.Range(0, Tasks).Select(index => new TaskPlan { MdpTask = learner.Family.SampleTask(key, index) }),
        ];
        GradientTraining training = learner.Begin(parameters, CreateOuterStep());
        List<IterationReport> reports = [];
        for (int iteration = 0; iteration < WarmUps + Iterations; iteration++)
        {
            IterationReport report = training.Iterate(plans, key.Derive((ulong)iteration), cancellation);
            if (iteration >= WarmUps)
            {
                reports.Add(report);
            }
        }

        IterationReport median = reports.OrderBy(static report => report.WallSeconds).ElementAt(Iterations / 2);
        PhaseSeconds profile = median.Profile;
        return new IterationResult(
            Name(learner),
            median.WallSeconds,
            threads,
            profile.Sampling / threads,
            profile.Advantages / threads,
            profile.Gradients / threads,
            profile.Outer);
    }
}
