// What is learned is checked in the float build alone: the double build takes several times as long.
#if !REAL_IS_DOUBLE
using Xmrl.Environments.PointRobot;
using Xmrl.Meta.Context;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.ActorCritic;
using Xmrl.Rl.Environments;
using Xmrl.Trials.Context;

namespace Xmrl.Meta.Tests.Context;

/// <summary>PEARL at a small scale on goals in a square, which a task shows by its rewards alone. Knowing the goal gives −5.2, going to the
/// centre −15.9, staying −20.9.</summary>
[Trait("Category", "Learning")]
public sealed class PearlLearningTests
{
    private const int Trajectories = 10;

    /// <summary>What a latent of the task's own trajectories must reach. Measured: −7.3; −19.5 with latents of the prior, −19.7 with those
    /// of another task, −16.4 under a divergence that outweighs all.</summary>
    private const double Reached = -9;

    /// <summary>Above what no latent that says nothing of the task may come.</summary>
    private const double Poor = -13;

    private static readonly PosteriorRecipe s_recipe = new()
    {
        Soft = new SoftOptions { RewardScale = 10, Discount = 0.9 },
        Hidden = [64, 64],
        EncoderHidden = [64, 64],
        Latent = 3,
        Batch = 64,
        ContextSamples = 64,
        MetaBatch = 8,
        TasksPerCollection = 10,
        InitialSteps = 1000,
        PriorSteps = 200,
        ExtraSteps = 200,
        GradientSteps = 500,
    };

    [Fact]
    public void Iterate_PointRobot_ReachesGoalsThatItsContextShowsAndNoneThatAnotherTaskShows()
    {
        (double before, double after, double foreign) = Train(s_recipe);

        before.ShouldBeLessThan(Poor);
        after.ShouldBeGreaterThan(Reached);
        foreign.ShouldBeLessThan(Poor);
    }

    [Fact]
    public void Iterate_DivergenceThatOutweighsAll_LeavesNothingInTheLatent()
    {
        (double before, double after, double foreign) = Train(s_recipe with { KlWeight = 100 });

        after.ShouldBe(before, 0.5);
        after.ShouldBe(foreign, 0.5);
        after.ShouldBeLessThan(Poor);
    }

    /// <summary>Mean score on unseen tasks with latents of the prior, with latents of 10 trajectories of the task, and with those of
    /// another task.</summary>
    private static (double Before, double After, double Foreign) Train(PosteriorRecipe recipe)
    {
        const int Iterations = 20;
        const int Tests = 20;
        var family = new PointRobotFamily(new PointRobotOptions());
        using var pool = new WorkPool(2);
        using var learner = new PosteriorLearner(family, recipe, pool);
        var theta = new Real[learner.ParameterCount];
        learner.Initialize(RandomKey.FromSeed(1), theta);
        IMetaTraining training = learner.Begin(theta, new OuterSchedule(3e-3, 0.1, Iterations));
        TaskPlan[] plans =
            [.. Enumerable.Range(0, 80).Select(i => new TaskPlan { MdpTask = family.SampleTask(RandomKey.FromSeed(2), i) })];
        for (int i = 0; i < Iterations; i++)
        {
            IterationReport report = training.Iterate(plans, RandomKey.FromSeed(4).Derive(i));
            report.Outer.Status.ShouldBe(OuterStatus.Accepted, report.Outer.Detail);
        }

        MdpTask[] tests = [.. Enumerable.Range(0, Tests).Select(i => family.SampleTask(RandomKey.FromSeed(3), i))];
        return (Mean(i => null), Mean(i => tests[i]), Mean(i => tests[(i + 1) % Tests]));

        double Mean(Func<int, MdpTask?> shown) => Enumerable.Range(0, Tests).Average(i =>
        {
            double score = 0;
            pool.Run(1, (worker, _) => score = Score(learner.Worker(worker), training.Parameters, tests[i], shown(i)));
            return score;
        });
    }

    /// <summary>Mean of four trajectories on a task with latents that another task's trajectories show.</summary>
    private static double Score(PosteriorWorker worker, Real[] parameters, MdpTask task, MdpTask? shown)
    {
        RandomKey key = RandomKey.FromSeed(5).Derive(task.Index);
        worker.Rows.Clear();
        for (int k = 0; shown is not null && k < Trajectories; k++)
        {
            RandomKey own = key.Derive(100 + k);
            worker.Sampler.Sample(shown, parameters, worker.Prior(own), (true, own), CancellationToken.None);
            worker.Rows.Add(worker.Sampler.Episode);
        }

        double sum = 0;
        for (int j = 0; j < 4; j++)
        {
            RandomKey own = key.Derive(j);
            worker.Sampler.Sample(task, parameters, worker.Posterior(parameters, 0, own), (true, own), CancellationToken.None);
            sum += worker.Sampler.Episode.Return / 4;
        }

        return sum;
    }
}
#endif
