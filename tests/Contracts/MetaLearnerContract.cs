using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Evaluation;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Contracts;

/// <summary>What every meta-learner must do, whatever it adapts by: name its tensors, train to the same bits for any threads, continue from
/// its state, fail closed, adapt to a task on that task alone. Inherit it once per learner.</summary>
public abstract class MetaLearnerContract
{
    private static readonly RandomKey Key = RandomKey.FromSeed(11);
    private static readonly OuterSchedule Schedule = new(StepSize: 0.05, FinalShare: 0.5, Iterations: 4);
    private static readonly EvaluationOptions Scoring = new()
    {
        Steps = 2,
        AdaptationTrajectories = 3,
        SampledTrajectories = 2,
        MeanTrajectories = 1,
        Repeats = 2,
    };

    /// <summary>Creates a small learner.</summary>
    /// <param name="pool">Runs its work.</param>
    /// <returns>The learner, on an environment on which an iteration of three tasks takes far less than a second.</returns>
    protected abstract IMetaLearner CreateLearner(WorkPool pool);

    /// <summary>Whether gradients of single tasks take environment steps; not where they are those of stored rows.</summary>
    protected virtual bool SamplesForInfluence => true;

    [Fact]
    public void Tensors_All_CoverTheParametersWithoutGaps() => With(1, learner =>
    {
        int end = 0;
        foreach (TensorSpec tensor in learner.Tensors.OrderBy(tensor => tensor.Offset))
        {
            tensor.Offset.ShouldBe(end, tensor.Name);
            end += tensor.Length;
        }

        end.ShouldBe(learner.ParameterCount);
        learner.Tensors.Select(tensor => tensor.Name).ShouldBeUnique();
    });

    [Fact]
    public void Initialize_SameKey_SameFiniteBits() => With(1, learner =>
    {
        Real[] theta = Initial(learner);
        Initial(learner).ShouldBe(theta);
        theta.ShouldAllBe(value => Real.IsFinite(value));
    });

    [Fact]
    public void Begin_Start_IsCopied() => With(1, learner =>
    {
        Real[] start = Initial(learner);
        IMetaTraining training = learner.Begin(start, Schedule);
        training.Parameters.ShouldBe(start);
        training.Iterate(Plans(learner, 3), Key);
        start.ShouldBe(Initial(learner));
    });

    [Fact]
    public void Begin_WrongLength_IsRefused() => With(
        1, learner => Should.Throw<ArgumentException>(() => learner.Begin(new Real[learner.ParameterCount + 1], Schedule)));

    [Fact]
    public void Iterate_Iterations_MoveTheParametersAndCountTheirSteps() => With(1, learner =>
    {
        IMetaTraining training = learner.Begin(Initial(learner), Schedule);
        IterationReport report = training.Iterate(Plans(learner, 3), Key);
        report.Outer.Status.ShouldBe(OuterStatus.Accepted, report.Outer.Detail);
        report.Interactions.ShouldBeGreaterThan(0);
        double.IsFinite(report.ReturnBefore + report.ReturnAfter).ShouldBeTrue();
        training.Parameters.ShouldNotBe(Initial(learner));
        training.Parameters.ShouldAllBe(value => Real.IsFinite(value));
    });

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Iterate_MoreThreads_SameBits(int threads)
    {
        string one = Trained(1);
        Trained(threads).ShouldBe(one);
    }

    [Fact]
    public void Restore_StoredState_ContinuesToTheSameBits() => With(1, learner =>
    {
        IMetaTraining whole = learner.Begin(Initial(learner), Schedule);
        whole.Iterate(Plans(learner, 3), Key.Derive(0UL));
        Real[] theta = [.. whole.Parameters];
        (string, double[])[] state = [.. whole.State.Select(entry => (entry.Name, (double[])[.. entry.Values]))];
        state.ShouldAllBe(entry => entry.Item2.All(double.IsFinite));
        StoredReplay? replay = StoredReplay.Of(whole);
        whole.Iterate(Plans(learner, 3), Key.Derive(1UL));

        IMetaTraining continued = learner.Begin(theta, Schedule);
        continued.Restore(state);
        replay?.RestoreTo(continued);
        continued.Iterate(Plans(learner, 3), Key.Derive(1UL));

        Text(continued).ShouldBe(Text(whole));
    });

    [Fact]
    public void Restore_ForeignState_IsRefusedWhole() => With(1, learner =>
    {
        IMetaTraining training = learner.Begin(Initial(learner), Schedule);
        string before = Text(training);
        Should.Throw<ArgumentException>(() => training.Restore([.. training.State, ("foreign", [1])]));
        Text(training).ShouldBe(before);
    });

    [Fact]
    public void Iterate_NoTasksOrNoWeight_IsRefused() => With(1, learner =>
    {
        IMetaTraining training = learner.Begin(Initial(learner), Schedule);
        string before = Text(training);
        Should.Throw<ArgumentException>(() => training.Iterate([], Key));
        Should.Throw<ArgumentException>(
            () => training.Iterate([.. Plans(learner, 2).Select(plan => plan with { Weight = 0 })], Key));
        Text(training).ShouldBe(before);
    });

    [Fact]
    public void Iterate_Cancelled_LeavesAllAsItWas() => With(2, learner =>
    {
        IMetaTraining training = learner.Begin(Initial(learner), Schedule);
        training.Iterate(Plans(learner, 3), Key);
        string before = Text(training);
        Should.Throw<OperationCanceledException>(
            () => training.Iterate(Plans(learner, 3), Key, new CancellationToken(canceled: true)));
        Text(training).ShouldBe(before);
    });

    [Fact]
    public void Measure_Task_GivesACurveOverTheInteractionsSpent() => With(1, learner =>
    {
        AdaptationCurve curve = Measure(learner, Scoring, Tasks(learner, 1)[0]);
        curve.Points.Count.ShouldBe(Scoring.Steps + 1);
        curve.Points[0].Interactions.ShouldBe(0);
        curve.Points.Zip(curve.Points.Skip(1), (before, after) => after.Interactions - before.Interactions).ShouldAllBe(spent => spent > 0);
        curve.Points.ShouldAllBe(point => double.IsFinite(point.Sampled) && double.IsFinite(point.MeanActions));
        learner.Adaptation.Steps.ShouldBeGreaterThanOrEqualTo(0);
    });

    [Fact]
    public void Measure_LastStepOnly_IsTheLastScoreOfTheWholeCurve() => With(1, learner =>
    {
        MdpTask task = Tasks(learner, 1)[0];
        AdaptationCurve last = Measure(learner, Scoring with { LastStepOnly = true }, task);
        last.Points[^1].ShouldBe(Measure(learner, Scoring, task).Points[^1]);
        last.Points.SkipLast(1).ShouldAllBe(point => double.IsNaN(point.Sampled) && double.IsNaN(point.MeanActions));
    });

    [Fact]
    public void Measure_AfterAnotherTask_IsThatOfTheTaskAlone() => With(1, learner =>
    {
        MdpTask[] tasks = Tasks(learner, 2);
        AdaptationCurve alone = Measure(learner, Scoring, tasks[1]);
        Measure(learner, Scoring, tasks[0]);
        Measure(learner, Scoring, tasks[1]).Points.ShouldBe(alone.Points);
    });

    [Fact]
    public void Evaluate_MoreThreads_SameBits()
    {
        string one = Evaluated(1);
        Evaluated(3).ShouldBe(one);
    }

    [Fact]
    public void Trace_Task_IsOneTrajectoryInMemoryOfItsOwn() => With(1, learner =>
    {
        var evaluator = new AdaptationEvaluator(learner);
        MdpTask[] tasks = Tasks(learner, 2);
        Rollout first = evaluator.Trace(Initial(learner), tasks[0], Scoring, Key);
        double[] returns = first.Returns.ToArray();
        first.Trajectories.ShouldBe(1);
        evaluator.Trace(Initial(learner), tasks[1], Scoring, Key);
        first.Returns.ToArray().ShouldBe(returns);
        evaluator.Trace(Initial(learner), tasks[0], Scoring, Key).Returns.ToArray().ShouldBe(returns);
    });

    [Fact]
    public void Influence_Offered_HasTheCurvatureThatItNames() => With(2, learner =>
    {
        if (learner.Influence is not { } source)
        {
            return;
        }

        using ITaskGradients tasks = source.Draw(Initial(learner), Tasks(learner, 3), Key, CancellationToken.None);
        tasks.Gradients.Length.ShouldBe(3);
        int width = source.Curvature == Curvature.None ? tasks.Gradients[0].Length : learner.ParameterCount;
        width.ShouldBeInRange(1, learner.ParameterCount);
        tasks.Gradients.ShouldAllBe(gradient => gradient.Length == width && gradient.All(double.IsFinite));
        (tasks.Interactions > 0).ShouldBe(SamplesForInfluence);
        double[] first = Direction(learner, 1);
        double[] second = Direction(learner, 2);
        if (source.Curvature == Curvature.None)
        {
            Should.Throw<NotSupportedException>(() => tasks.HessianProduct([1, 1], first, new double[first.Length]));
            Should.Throw<NotSupportedException>(() => tasks.FisherProduct([1, 1], first, new double[first.Length]));
            return;
        }

        double hessian = Form(tasks.HessianProduct, first, second);
        hessian.ShouldBe(Form(tasks.HessianProduct, second, first), SymmetryTolerance * (1 + Math.Abs(hessian)));
        double fisher = Form(tasks.FisherProduct, first, second);
        fisher.ShouldBe(Form(tasks.FisherProduct, second, first), SymmetryTolerance * (1 + Math.Abs(fisher)));
        Form(tasks.FisherProduct, first, first).ShouldBeGreaterThanOrEqualTo(-SymmetryTolerance);
    });

    /// <summary>Products in single precision of forms of size one.</summary>
    private static double SymmetryTolerance => typeof(Real) == typeof(float) ? 1e-3 : 1e-9;

    private delegate void Product(IReadOnlyList<double> weights, ReadOnlySpan<double> vector, Span<double> product);

    private static double Form(Product multiply, double[] left, double[] right)
    {
        var product = new double[right.Length];
        multiply([0.5, 0, 1], right, product);
        return left.Zip(product, (x, y) => x * y).Sum();
    }

    private static double[] Direction(IMetaLearner learner, ulong seed)
    {
        RandomKey key = RandomKey.FromSeed(seed);
        return [.. Enumerable.Range(0, learner.ParameterCount).Select(i => key.Normal((ulong)i) / Math.Sqrt(learner.ParameterCount))];
    }

    private static Real[] Initial(IMetaLearner learner)
    {
        var theta = new Real[learner.ParameterCount];
        learner.Initialize(RandomKey.FromSeed(1), theta);
        return theta;
    }

    private static MdpTask[] Tasks(IMetaLearner learner, int count)
        => [.. Enumerable.Range(0, count).Select(i => learner.Family.SampleTask(RandomKey.FromSeed(2), i))];

    private static TaskPlan[] Plans(IMetaLearner learner, int count)
        => [.. Tasks(learner, count).Select((task, i) => new TaskPlan { MdpTask = task, Weight = 1 + (0.5 * i) })];

    private static AdaptationCurve Measure(IMetaLearner learner, AdaptationRequest request, MdpTask task)
    {
        AdaptationCurve? curve = null;
        learner.Pool.Run(1, (worker, _) => curve = learner.Adaptation.Measure(worker, Initial(learner), task, request, Key));
        return curve!;
    }

    private string Trained(int threads)
    {
        string text = string.Empty;
        With(threads, learner =>
        {
            IMetaTraining training = learner.Begin(Initial(learner), Schedule);
            for (int k = 0; k < 3; k++)
            {
                training.Iterate(Plans(learner, 5), Key.Derive(k));
                text += Text(training) + "\n";
            }
        });
        return text;
    }

    private string Evaluated(int threads)
    {
        string text = string.Empty;
        With(threads, learner => text = string.Join(
            ";",
            new AdaptationEvaluator(learner).Evaluate(Initial(learner), Tasks(learner, 4), Scoring, Key)
                .Select(task => string.Join(",", task.Sampled.Concat(task.MeanActions).Concat(task.Spent).Select(Bits)))));
        return text;
    }

    private static string Text(IMetaTraining training) => string.Join(
        " ",
        training.Parameters.Select(value => Bits(value))
            .Concat(training.State.Select(entry => $"{entry.Name}:{string.Join(",", entry.Values.Select(Bits))}"))
            .Append(StoredReplay.Of(training)?.Hash));

    private static string Bits(double value) => BitConverter.DoubleToInt64Bits(value).ToString("x16");

    private void With(int threads, Action<IMetaLearner> body)
    {
        using var pool = new WorkPool(threads);
        using IMetaLearner learner = CreateLearner(pool);
        body(learner);
    }
}
