using Xmrl.Contracts;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Objectives;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Learning;

public sealed class MetaLearnerTests
{
    [Fact]
    public void Iterate_RewardIsNotANumber_NamesEnvironmentTaskAndStepAndLeavesTheParameters()
    {
        using var setup = new Setup(BrokenBandit.Family(), new LearnerOptions { Trajectories = 5 });
        TaskPlan[] plans = [new TaskPlan { MdpTask = BrokenBandit.Task(4, 1) }, new TaskPlan { MdpTask = BrokenBandit.Task(9, -1) }];
        Real[] theta = setup.Initial();

        Should.Throw<InvalidOperationException>(() => setup.Learner.Iterate(theta, plans, Sgd(), RandomKey.FromSeed(1)))
            .Message.ShouldStartWith("'BrokenBandit-v1', task 9 (factor = -1), episode 0, step 1: the reward is NaN; expected finite");

        theta.ShouldBe(setup.Initial());
    }

    [Fact]
    public void Iterate_PolicyIsNotANumber_NamesTheTaskAndNotTheEnvironment()
    {
        using var setup = new Setup(BrokenBandit.Family(), new LearnerOptions { Trajectories = 5 });
        Real[] theta = setup.Initial();
        Array.Fill(theta, Real.NaN);

        OuterReport report = setup.Learner
            .Iterate(theta, [new TaskPlan { MdpTask = BrokenBandit.Task(9, 1) }], Sgd(), RandomKey.FromSeed(1)).Outer;

        report.Status.ShouldBe(OuterStatus.NonFiniteGradient);
        report.Detail.ShouldStartWith("task 9: advantage of sample 0 is NaN");
    }

    [Fact]
    public void Iterate_InnerGradientOverflows_NamesTaskTensorAndElement()
    {
        // Advantages are finite, but times an observation of a million they are not.
        var options = new LearnerOptions { Trajectories = 5, InnerBatch = new BatchOptions { Scaling = AdvantageScaling.Common } };
        OuterReport report = Run(
            BrokenBandit.Family(1e6), options, [BrokenBandit.Task(4, 0), BrokenBandit.Task(9, 1e-4 * (double)Real.MaxValue)]);
        report.Status.ShouldBe(OuterStatus.NonFiniteGradient);
        report.Detail.ShouldStartWith("task 9: inner gradient of step 1, tensor mean.weight, element 0 is ");
    }

    [Fact]
    public void Iterate_HyperGradientOverflows_NamesTaskAndTensor()
    {
        var options = new LearnerOptions
        {
            InnerStepSize = 1e-9,
            Trajectories = 5,
            OuterBatch = new BatchOptions { Scaling = AdvantageScaling.Common },
        };
        OuterReport report = Run(
            BrokenBandit.Family(1e6), options, [BrokenBandit.Task(4, 0), BrokenBandit.Task(9, 1e-4 * (double)Real.MaxValue)]);
        report.Status.ShouldBe(OuterStatus.NonFiniteGradient);
        report.Detail.ShouldStartWith("task 9: hyper-gradient, tensor mean.weight, element 0 is ");
    }

    [Fact]
    public void Iterate_FamilyWithScoreTasks_AdaptsToOneAndScoresOnTheOther()
    {
        // The returns of the score task are twice those of the task that is adapted to, on the same policy.
        var options = new LearnerOptions { InnerStepSize = 0, Trajectories = 200 };
        using var plain = new Setup(BrokenBandit.Family(), options);
        using var other = new Setup(new DoubledScores(BrokenBandit.Family()), options);
        TaskPlan[] plans = [new TaskPlan { MdpTask = BrokenBandit.Task(0, 1) }];
        IterationReport expected = plain.Learner.Iterate(plain.Initial(), plans, Sgd(), RandomKey.FromSeed(1));

        IterationReport report = other.Learner.Iterate(other.Initial(), plans, Sgd(), RandomKey.FromSeed(1));

        report.ReturnBefore.ShouldBe(expected.ReturnBefore);
        report.ReturnAfter.ShouldBe(2 * expected.ReturnAfter, 1e-6);
        expected.ReturnAfter.ShouldNotBe(0);
    }

    [Fact]
    public void Iterate_Cancelled_LeavesTheParameters()
    {
        using var setup = new Setup(NoisyWalk.Family, new LearnerOptions { Trajectories = 2 });
        Real[] theta = setup.Initial();
        Should.Throw<OperationCanceledException>(() =>
            setup.Learner.Iterate(theta, setup.Plans(2), Sgd(), RandomKey.FromSeed(1), token: new CancellationToken(true)));
        theta.ShouldBe(setup.Initial());
    }

    [Fact]
    public void Iterate_Weights_AverageTheTasksGradients()
    {
        // SGD with β = 1 shows the mean gradient: that of weights (1, 3) is a quarter of one task's and three quarters of the other's.
        using var setup = new Setup(NoisyWalk.Family, new LearnerOptions { Trajectories = 4 });
        TaskPlan[] plans = setup.Plans(2);
        double[] first = Gradient([plans[0]]);
        double[] second = Gradient([plans[1]]);
        double[] both = Gradient([plans[0] with { Weight = 1 }, plans[1] with { Weight = 3 }]);
        for (int i = 0; i < both.Length; i++)
        {
            both[i].ShouldBe((0.25 * first[i]) + (0.75 * second[i]), 1e-12);
        }

        double[] Gradient(TaskPlan[] tasks)
        {
            var probe = new Probe(problem => problem.Gradient.ToArray());
            setup.Learner.Iterate(setup.Initial(), tasks, probe, RandomKey.FromSeed(1));
            return probe.Result;
        }
    }

    [Fact]
    public void Iterate_AnyTask_CountsInteractionsOfAllRollouts()
    {
        using var setup = new Setup(QuadraticBandit.Family, new LearnerOptions { Trajectories = 3, InnerSteps = 2 });
        TaskPlan[] plans = setup.Plans(2);
        plans[1] = plans[1] with { Repeats = 2 };
        IterationReport report = setup.Learner.Iterate(setup.Initial(), plans, Sgd(), RandomKey.FromSeed(1));
        report.Interactions.ShouldBe((3 * 3) + (3 * 6));
        report.ReturnBefore.ShouldBeLessThan(0);
        report.WallSeconds.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Options_ContextStepSizeAlone_AdaptsTheContextOnly()
    {
        var options = new LearnerOptions { InnerStepSize = 0, ContextStepSize = 0.5, Trajectories = 4 };
        using var setup = new Setup(
            NoisyWalk.Family, options, 1, GaussianMlpShape.For(NoisyWalk.Family.Spec) with { HiddenSizes = [4], ContextSize = 3 });
        Real[] theta = setup.Initial();
        Real[] adapted = [];
        setup.Learner.Run(1, (worker, _) => adapted = worker.Collect(theta, setup.Plans(1)[0], RandomKey.FromSeed(1)).Data.Path[^1]);
        TensorSpec context = setup.Policy.Tensor("context");
        for (int i = 0; i < theta.Length; i++)
        {
            (adapted[i] == theta[i]).ShouldBe(i < context.Offset || i >= context.Offset + context.Length);
        }
    }

#if REAL_IS_DOUBLE
    /// <summary>Central differences of fourth order, through sampled tasks of some hundred steps.</summary>
    private const double DifferenceTolerance = 1e-7;

    public static TheoryData<string, int> Inner => new()
    {
        { nameof(Score), 1 },
        { nameof(LowVarianceCurvature), 1 },
        { nameof(LowVarianceCurvature), 2 },
        { nameof(Dice), 1 },
    };

    [Theory]
    [MemberData(nameof(Inner))]
    public void Evaluate_AroundTheParameters_HasTheHyperGradientAsItsGradient(string inner, int steps)
    {
        // The line search must climb the function whose gradient it was given.
        (double[] difference, double[] expected) = WithProblem(inner, steps, (problem, theta, v) =>
            (Differences.Along(candidate => [problem.Evaluate(candidate).Value], theta, v), [Dot(problem.Gradient, v)]));
        Differences.Error(difference, expected).ShouldBeLessThan(DifferenceTolerance);
    }

    [Theory]
    [MemberData(nameof(Inner))]
    public void FisherProduct_AroundTheParameters_IsTheCurvatureOfTheDivergence(string inner, int steps)
    {
        const double H = 1e-3;
        (double[] difference, double[] expected) = WithProblem(inner, steps, (problem, theta, v) =>
        {
            var product = new double[v.Length];
            problem.FisherProduct(v, product);
            double plus = problem.Evaluate([.. theta.Zip(v, (x, d) => x + (H * d))]).Divergence;
            double minus = problem.Evaluate([.. theta.Zip(v, (x, d) => x - (H * d))]).Divergence;
            return ([(plus + minus) / (H * H)], [Dot(v, product)]);
        });

        // A second difference of second order: the fourth derivative over 12 times 1e-6.
        Differences.Error(difference, expected).ShouldBeLessThan(1e-3);
    }

    private static double Dot(ReadOnlySpan<double> x, double[] y) => x.ToArray().Zip(y, (a, b) => a * b).Sum();

    private static (double[] Difference, double[] Expected) WithProblem(
        string inner, int steps, Func<IOuterProblem, Real[], double[], (double[], double[])> measure)
    {
        ISurrogate surrogate = inner switch
        {
            nameof(Score) => new Score(),
            nameof(Dice) => new Dice(),
            _ => new LowVarianceCurvature(),
        };
        using var setup = new Setup(
            NoisyWalk.Family,
            new LearnerOptions { Trajectories = 4, InnerSteps = steps, InnerStepSize = 0.05, InnerSurrogate = surrogate });
        Real[] theta = setup.Initial();
        double[] v = RandomBatch.Direction(theta.Length, 3);
        double[] expected = [];
        var probe = new Probe(problem =>
        {
            (double[] difference, expected) = measure(problem, theta, v);
            return difference;
        });
        setup.Learner.Iterate(theta, setup.Plans(3), probe, RandomKey.FromSeed(1));
        return (probe.Result, expected);
    }
#endif

    private static GradientOuterStep Sgd() => new(new Sgd(0.1), new CosineSchedule(0.1, 0.1, 1), double.PositiveInfinity);

    private static OuterReport Run(SingleEnvironmentFamily family, LearnerOptions options, MdpTask[] tasks)
    {
        GaussianMlpShape shape = GaussianMlpShape.For(family.Spec) with { HiddenSizes = [] };
        using var setup = new Setup(family, options with { GradientOrder = GradientOrder.FirstOrder }, 2, shape);
        var theta = new Real[setup.Policy.ParameterCount];
        IterationReport report = setup.Learner.Iterate(
            theta, [.. tasks.Select(task => new TaskPlan { MdpTask = task })], Sgd(), RandomKey.FromSeed(1));
        theta.ShouldBe(new Real[theta.Length]);
        return report.Outer;
    }

    /// <summary>Looks at the problem and leaves the parameters.</summary>
    private sealed class Probe(Func<IOuterProblem, double[]> look) : IOuterStep
    {
        public double[] Result { get; private set; } = [];

        public bool NeedsProblem => true;

        public IReadOnlyList<(string Name, double[] Values)> State => [];

        public OuterReport Step(Span<Real> parameters, IOuterProblem problem)
        {
            Result = look(problem);
            return new OuterReport(OuterStatus.Accepted, 0, string.Empty);
        }

        public void Restore(IReadOnlyList<(string Name, double[] Values)> state)
        {
        }
    }

    private sealed class DoubledScores(IEnvironmentFamily inner) : IEnvironmentFamily, IScoreTasks
    {
        public EnvironmentSpec Spec => inner.Spec;

        public MdpTask SampleTask(RandomKey key, int index) => inner.SampleTask(key, index);

        public IEnvironment Create(MdpTask task, int copies) => inner.Create(task, copies);

        public double? Distance(MdpTask first, MdpTask second) => null;

        public MdpTask ScoreTask(MdpTask task) => task with { Parameters = [2 * task.Parameters[0]] };
    }
}
