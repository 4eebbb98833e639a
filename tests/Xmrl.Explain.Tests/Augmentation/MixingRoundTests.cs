using Xmrl.Environments.Navigation2D;
using Xmrl.Explain.Augmentation;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
#if REAL_IS_DOUBLE
using Xmrl.Contracts;
using Xmrl.Meta.Gradient;
#endif

namespace Xmrl.Explain.Tests.Augmentation;

public sealed class MixingRoundTests
{
    private const int Critical = 2;
    private static readonly RandomKey Key = RandomKey.FromSeed(11);

    private static readonly Navigation2DFamily Family = new(new Navigation2DOptions { Horizon = 6 });

    private static readonly MixingOptions Options = new()
    {
        Sets = 2,
        Draws = 2,
        OtherTasks = 2,
        PriorWeight = 0.3,
        InitialDeviation = 0.05,
        ParameterStep = 0.02,
    };

    [Theory]
    [MemberData(nameof(InformationEstimators.Names), MemberType = typeof(InformationEstimators))]
    public void Posteriors_SameCoefficientsInAllSets_AreTheSameBitsAndCarryNoInformation(string name)
    {
        using MixingSetup setup = new(Family);
        MixingRound round = Collect(setup, Options with { Sets = 3 }, [0.3, 0.8, 0.3, 0.8, 0.3, 0.8]);
        MetaDistribution[] posteriors = round.Posteriors();
        posteriors[1].Means.ShouldBe(posteriors[0].Means);
        posteriors[2].Deviations.ShouldBe(posteriors[0].Deviations);
        posteriors[0].Means.ShouldNotBe([.. setup.Theta.Select(x => (double)x)]);
        InformationEstimators.Named(name).Value(MixingLearner.Gather(posteriors)).ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(InformationEstimators.Names), MemberType = typeof(InformationEstimators))]
    public void Posteriors_OtherCoefficients_CarryInformation(string name)
    {
        using MixingSetup setup = new(Family);
        MetaDistribution[] posteriors = Collect(setup, Options, [0.1, 0.9, 0.5, 0.5]).Posteriors();
        InformationEstimators.Named(name).Value(MixingLearner.Gather(posteriors)).ShouldNotBe(0);
    }

    [Fact]
    public void Collect_OtherTasks_DoNotDependOnTheCoefficients()
    {
        using MixingSetup setup = new(Family);
        MixingRound first = Collect(setup, Options, [0.1, 0.9, 0.5, 0.5]);
        MixingRound second = Collect(setup, Options, [0.7, 0.2, 0.4, 0.6]);
        for (int draw = 0; draw < Options.Draws; draw++)
        {
            second.Other(1, draw).Data.Outer.Advantages.ShouldBe(first.Other(1, draw).Data.Outer.Advantages);
        }
    }

    [Fact]
    public void Collect_AnyCoefficients_CountsOwnAndMixedSteps()
    {
        // 4 trajectories of 6 steps, before and after adaptation; as many mixed steps on critical tasks (the plane has no infeasible
        // states).
        using MixingSetup setup = new(Family);
        MixingRound round = Collect(setup, Options, [0.1, 0.9, 0.5, 0.5]);
        round.Interactions.ShouldBe((Options.Sets * Critical * Options.Draws * 4 * 24) + (2 * Options.Draws * 2 * 24));
        round.InfeasibleShare.ShouldBe(0);
        round.TaskWeight.ShouldBe(0.25);
    }

    private static MixingRound Collect(MixingSetup setup, MixingOptions options, double[] lambda)
    {
        var round = new MixingRound(setup.Learner, options, Prior(setup), Start(setup), Key);
        MdpTask[] tasks = setup.Tasks(Critical + 3);
        round.Collect(tasks[..Critical], tasks[Critical..], lambda, CancellationToken.None);
        return round;
    }

    private static double[] Start(MixingSetup setup) => Array.ConvertAll(setup.Theta, value => (double)value);

    /// <summary>Away from θ_0 and σ_0, so that the pull of the prior counts.</summary>
    private static MetaDistribution Prior(MixingSetup setup) => new(
        [.. Start(setup).Select((x, i) => x + (0.02 * ((i % 3) - 1)))],
        [.. setup.Theta.Select((_, i) => 0.04 + (0.005 * (i % 5)))]);

#if REAL_IS_DOUBLE
    /// <summary>Central differences of fourth order, through sampled tasks of some dozens of steps.</summary>
    private const double DifferenceTolerance = 1e-7;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 0.3)]
    [InlineData(2, 0.3)]
    public void Posteriors_OneStep_FollowTheGradientOfTheLowerLevel(int innerSteps, double priorWeight)
    {
        using MixingSetup setup = new(Family, Learner(innerSteps));
        MixingOptions options = Options with { PriorWeight = priorWeight };
        MixingRound round = Collect(setup, options, [0.1, 0.9, 0.5, 0.5]);
        MetaDistribution[] posteriors = round.Posteriors();
        double norm = 0;
        for (int j = 0; j < options.Sets; j++)
        {
            double[] expected = LowerGradient(setup, options, round, j)(Point(setup));
            double[] found = [.. posteriors[j].Means, .. posteriors[j].Deviations];
            Differences.Error([.. found.Select((x, i) => (x - Point(setup)[i]) / round.StepSize)], expected)
                .ShouldBeLessThan(DifferenceTolerance);
            norm += Math.Sqrt(expected[..(expected.Length / 2)].Sum(x => x * x)) / options.Sets;
        }

        // η makes the mean step of μ as long as configured.
        (round.StepSize * norm).ShouldBe(options.ParameterStep, 1e-10);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 0.3)]
    [InlineData(2, 0.3)]
    public void CurvatureProduct_FixedSamples_EqualsDifferencesOfTheLowerGradient(int innerSteps, double priorWeight)
    {
        using MixingSetup setup = new(Family, Learner(innerSteps));
        MixingOptions options = Options with { PriorWeight = priorWeight };
        MixingRound round = Collect(setup, options, [0.1, 0.9, 0.5, 0.5]);
        double[] v = RandomBatch.Direction(2 * setup.Theta.Length, 5);
        var product = new double[v.Length];
        for (int j = 0; j < options.Sets; j++)
        {
            round.CurvatureProduct(j, v, product, CancellationToken.None);
            double[] difference = Differences.Along(LowerGradient(setup, options, round, j), Point(setup), v);
            Differences.Error(product, [.. difference.Select(x => -x)]).ShouldBeLessThan(DifferenceTolerance);
        }
    }

    [Fact]
    public void Solve_DampedCurvature_InvertsIt()
    {
        // x solves (C + δI)x = b for every set with one δ > 0 each: b − C·x is a multiple of x.
        using MixingSetup setup = new(Family, Learner(1));
        MixingOptions options = Options with { RelativeDamping = 1.5, SolverSteps = 60 };
        MixingRound round = Collect(setup, options, [0.1, 0.9, 0.5, 0.5]);
        int p = setup.Theta.Length;
        double[] means = RandomBatch.Direction(options.Sets * p, 1);
        double[] deviations = RandomBatch.Direction(options.Sets * p, 2);
        double[] x = [.. means];
        double[] y = [.. deviations];
        new ImplicitPosterior(round, options).Solve(x, y, CancellationToken.None).ShouldContain("converged");
        for (int j = 0; j < options.Sets; j++)
        {
            double[] solution = [.. x.AsSpan(j * p, p), .. y.AsSpan(j * p, p)];
            double[] b = [.. means.AsSpan(j * p, p), .. deviations.AsSpan(j * p, p)];
            var product = new double[2 * p];
            round.CurvatureProduct(j, solution, product, CancellationToken.None);
            double damping = Dot(solution, [.. b.Zip(product, (s, t) => s - t)]) / Dot(solution, solution);
            damping.ShouldBeGreaterThan(0);

            // The solve stops at a residual of 1e-3.
            Differences.Error([.. product.Select((s, i) => s + (damping * solution[i]))], b).ShouldBeLessThan(3e-3);
        }
    }

    private static LearnerOptions Learner(int innerSteps) => new() { Trajectories = 4, InnerSteps = innerSteps, InnerStepSize = 0.05 };

    private static double Dot(double[] a, double[] b) => a.Zip(b, (s, t) => s * t).Sum();

    private static double[] Point(MixingSetup setup) => [.. Prior(setup).Means, .. Prior(setup).Deviations];

    /// <summary>∇_φ of mean_m mean_tasks J(μ + σ∘ζ_m) − κ·KL(N(μ, σ²) ‖ N(θ_0, σ_0²)) as a function of φ = (μ, σ).</summary>
    private static Func<double[], double[]> LowerGradient(MixingSetup setup, MixingOptions options, MixingRound round, int set)
    {
        int p = setup.Theta.Length;
        double[][] zeta = MetaDistribution.AntitheticDraws(options.Draws, p, Key.Derive(RandomPurpose.MetaParameters));
        double[] start = Start(setup);
        var tasks = new List<(int Draw, Func<double[], double[]> Gradient)>();
        for (int m = 0; m < options.Draws; m++)
        {
            for (int task = 0; task < Critical; task++)
            {
                tasks.Add((m, setup.HeldGradient(round.Augmented(set, task, m))));
            }

            for (int task = 0; task < options.OtherTasks; task++)
            {
                tasks.Add((m, setup.HeldGradient(round.Other(task, m))));
            }
        }

        return phi =>
        {
            var sum = new double[2 * p];
            foreach ((int m, Func<double[], double[]> gradient) in tasks)
            {
                double[] g = gradient([.. Enumerable.Range(0, p).Select(i => phi[i] + (phi[p + i] * zeta[m][i]))]);
                for (int i = 0; i < p; i++)
                {
                    sum[i] += g[i] / tasks.Count;
                    sum[p + i] += g[i] * zeta[m][i] / tasks.Count;
                }
            }

            double variance = options.InitialDeviation * options.InitialDeviation;
            for (int i = 0; i < p; i++)
            {
                sum[i] -= options.PriorWeight * (phi[i] - start[i]) / variance;
                sum[p + i] -= options.PriorWeight * ((phi[p + i] / variance) - (1 / phi[p + i]));
            }

            return sum;
        };
    }
#endif
}
