using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Optimization;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Data;
using Xmrl.Offline.Learning;
using Xmrl.Offline.Networks;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;

namespace Xmrl.Offline.Tests.Learning;

/// <summary>Which tasks an outer step takes, with which shares, and what it charges.</summary>
public class OuterStepTests
{
    private static readonly MacawOptions s_one = MacawLearnerTests.Small with { TasksPerStep = 1, StepsPerIteration = 1 };

    /// <summary>The authors' code divides by all training tasks. With one drawn of five, the hyper-gradient is that of one task.</summary>
    [Fact]
    public void Iterate_OneTaskDrawnOfFive_IsTheMeanOverTheDrawn()
    {
        StoredTasks stored = Line(5);
        using var pool = new WorkPool(1);
        using var learner = new MacawLearner(stored, s_one, pool);
        Real[] theta = First(learner);
        RandomKey key = RandomKey.FromSeed(6);
        double[] norms = [.. stored.TasksOf(0).Select(Norm)];
        double found = learner.Begin(theta, new OuterSchedule(1e-3, 1, 1)).Iterate(Plans(stored), key).Outer.GradientNorm;
        norms.ShouldContain(norm => Math.Abs(norm - found) < 1e-5 * norm, $"{found} of {string.Join(" ", norms)}");

        double Norm(MdpTask task)
        {
            var gradient = new double[theta.Length];
            using var worker = new MacawWorker(learner);
            worker.Draw(
                learner.TableOf(task, BufferSet.Training)!, key.Derive(0).Derive(RandomPurpose.ReplaySampling).Derive(task.Index), true);
            worker.Step.Gradient(theta, worker.Inner, worker.Outer, gradient);
            return VectorOperations.Norm(gradient);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Iterate_FewerTasksThanAStepTakes_TakesThese(int latents)
    {
        StoredTasks stored = Line(3);
        MacawOptions options = MacawLearnerTests.Small with { Latents = latents, StepsPerIteration = 2 };
        Real[] of = Trained(stored, options with { TasksPerStep = 3 }, Plans(stored)[..2]);
        Real[] two = Trained(stored, options with { TasksPerStep = 2 }, Plans(stored)[..2]);
        of.Zip(two).Max(pair => Math.Abs((double)pair.First - pair.Second)).ShouldBeLessThan(1e-5);
    }

    [Fact]
    public void Iterate_NoWeight_IsRefused()
    {
        StoredTasks stored = Line(2);
        using var pool = new WorkPool(1);
        using var learner = new MacawLearner(stored, s_one, pool);
        IMetaTraining training = learner.Begin(First(learner), new OuterSchedule(1e-3, 1, 1));
        Should.Throw<ArgumentException>(
            () => training.Iterate([.. Plans(stored).Select(plan => plan with { Weight = 0 })], RandomKey.FromSeed(1)))
            .Message.ShouldContain("No task has a positive weight");
    }

    /// <summary>One buffer of one episode, which has no outer rows: the step ends with its sentence on any number of threads, and a step on
    /// the others can follow.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Iterate_OneTaskThatFails_ThrowsAndLeavesAllAsItWas(int threads)
    {
        StoredTasks good = Line(5);
        TaskBuffer[] single = [.. new Line().Stored([.. good.TasksOf(0)], 1).Data.Of(BufferSet.Training)];
        TaskBuffer[] buffers = [.. good.Data.Of(BufferSet.Training).Select((buffer, i) => i == 2 ? single[2] : buffer)];
        var stored = new StoredTasks(new Line(), new OfflineDataSet(good.Data.Description, [.. buffers, .. buffers, .. buffers]));
        using var pool = new WorkPool(threads);
        using var learner = new MacawLearner(stored, MacawLearnerTests.Small with { TasksPerStep = 5, Rows = 8 }, pool);
        Real[] theta = First(learner);
        IMetaTraining training = learner.Begin(theta, new OuterSchedule(1e-3, 1, 1));
        for (int time = 0; time < 20; time++)
        {
            Should.Throw<InvalidOperationException>(() => training.Iterate(Plans(stored), RandomKey.FromSeed(6).Derive(time)))
                .Message.ShouldBe("The buffer of task 2 has one episode; inner and outer rows need one each.");
            training.Parameters.ShouldBe(theta);
        }

        training.Iterate([.. Plans(stored).Where((_, i) => i != 2)], RandomKey.FromSeed(6)).Outer.Status.ShouldBe(OuterStatus.Accepted);
    }

    /// <summary>A task of weight 2 that is drawn twice as readily counts 1 each time: in the mean over many steps as one of weight
    /// 2.</summary>
    [Fact]
    public void Iterate_TwiceTheTrajectories_DrawsTwiceAsReadily()
    {
        StoredTasks stored = Line(3);
        using var pool = new WorkPool(1);
        using var learner = new MacawLearner(stored, s_one, pool);
        TaskPlan[] plans = Plans(stored);
        plans[1] = plans[1] with { Repeats = 2, Weight = 2 };
        var training = new MacawTraining(learner, First(learner), new OuterSchedule(1e-3, 1, 1));
        int[] counts = new int[3];
        for (int step = 0; step < 4000; step++)
        {
            counts[training.Places(plans, RandomKey.FromSeed(3).Derive(step)).Single()]++;
        }

        (counts[1] / 4000.0).ShouldBe(0.5, 0.03);
        (counts[0] / 4000.0).ShouldBe(0.25, 0.03);
    }

    /// <summary>The training buffers, and those of tasks that join; once.</summary>
    [Fact]
    public void Iterate_ValidationTaskJoins_ChargesItsBufferOnce()
    {
        StoredTasks stored = BanditData.Even((2, 2, 1));
        using var pool = new WorkPool(1);
        using var learner = new MacawLearner(stored, s_one, pool);
        TaskPlan[] plans = [.. Plans(stored), new() { MdpTask = stored.TasksOf((int)BufferSet.Validation)[1] with { Index = 500_000 } }];
        (Charged(plans[..2]), Charged(plans)).ShouldBe(((4L * BanditData.Pulls, 0L), (6L * BanditData.Pulls, 0L)));

        (long First, long Second) Charged(TaskPlan[] taken)
        {
            IMetaTraining training = learner.Begin(First(learner), new OuterSchedule(1e-3, 1, 2));
            long first = training.Iterate(taken, RandomKey.FromSeed(1)).Interactions;
            return (first, training.Iterate(taken, RandomKey.FromSeed(2)).Interactions);
        }
    }

    /// <summary>Meta-regularization pulls the policy alone towards 0.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Iterate_Regularized_ShrinksThePolicyAlone(int latents)
    {
        StoredTasks stored = Line(2);
        MacawOptions options = MacawLearnerTests.Small with { Latents = latents };
        using var pool = new WorkPool(1);
        using var learner = new MacawLearner(stored, options, pool);
        (int value, int raw) = (learner.Networks.ValueOffset, learner.Networks.RawOffset);
        Real[] plain = Trained(stored, options, Plans(stored));
        Real[] pulled = Trained(stored, options with { Regularization = 1000 }, Plans(stored));
        Square(pulled[..value]).ShouldBeLessThan(Square(plain[..value]));
        if (latents == 0)
        {
            // Bits: no derivative goes from one block to the other.
            pulled[value..raw].ShouldBe(plain[value..raw]);
        }

        static double Square(Real[] values) => values.Sum(number => (double)number * number);
    }

    /// <summary>Where test tasks are training tasks, as two directions are, adaptation sees the test set's episodes.</summary>
    [Fact]
    public void TableOf_TestTaskThatIsATrainingTask_GivesItsOwnBuffer()
    {
        StoredTasks stored = Line(2);
        using var pool = new WorkPool(1);
        using var learner = new MacawLearner(stored, s_one, pool);
        MdpTask task = stored.TasksOf((int)BufferSet.Test)[0];
        learner.IsOfTraining(learner.TableOf(task, BufferSet.Test, BufferSet.Validation, BufferSet.Training)!).ShouldBeFalse();
        learner.IsOfTraining(learner.TableOf(task, BufferSet.Training, BufferSet.Validation)!).ShouldBeTrue();
        learner.TableOf(task with { Parameters = [2] }, BufferSet.Test, BufferSet.Training).ShouldBeNull();
    }

    [Fact]
    public void Initialize_FirstStepSizes_AreLnOfOnePlusTheGiven()
    {
        using var pool = new WorkPool(1);
        using var learner = new MacawLearner(
            Line(2), s_one with { PolicyStep = 0.001, ValueStep = 0.001, Coefficient = 0.01 }, pool);
        Real[] theta = First(learner);
        Softplus(learner.Networks.PolicySteps).ShouldAllBe(step => Math.Abs(step - 0.0009995) < 1e-8);
        Softplus(learner.Networks.ValueSteps).ShouldAllBe(step => Math.Abs(step - 0.0009995) < 1e-8);
        Softplus(learner.Networks.Coefficient).Single().ShouldBe(0.00995, 1e-6);

        double[] Softplus(TensorSpec tensor)
            => [.. tensor.Of((ReadOnlySpan<Real>)theta).ToArray().Select(raw => MacawNetworks.Softplus(raw))];
    }

    /// <summary>Ten thousand steps along random gradients of any size leave step sizes that can be taken.</summary>
    [Fact]
    public void Softplus_TenThousandRandomSteps_StaysPositiveAndFinite()
    {
        Real[] raw = [.. Enumerable.Repeat((Real)Math.Log(0.03), 6)];
        var adam = new Adam(raw.Length, new AdamOptions { StepSize = 1e-3 });
        RandomKey key = RandomKey.FromSeed(14);
        for (int step = 0; step < 10_000; step++)
        {
            // The last two always fall and always rise.
            double[] gradient =
            [
                .. raw.Select((_, i) => i switch
                {
                    4 => -1.0,
                    5 => 1.0,
                    _ => Math.Pow(10, i) * key.Derive(step).Normal((ulong)i),
                }),
            ];
            adam.Step(raw, gradient);
        }

        raw.Select(number => MacawNetworks.Softplus(number)).ShouldAllBe(step => step > 0 && double.IsFinite(step));
        MacawNetworks.Softplus(raw[4]).ShouldBeInRange(1e-7, 1e-5);
        MacawNetworks.Softplus(raw[5]).ShouldBeInRange(5, 8);
    }

    private static StoredTasks Line(int tasks)
        => new Line().Stored([.. Enumerable.Range(0, tasks).Select(i => new Line().SampleTask(RandomKey.FromSeed(2), i))], 6);

    private static TaskPlan[] Plans(StoredTasks stored) => [.. stored.TasksOf(0).Select(task => new TaskPlan { MdpTask = task })];

    private static Real[] First(MacawLearner learner)
    {
        var theta = new Real[learner.ParameterCount];
        learner.Initialize(RandomKey.FromSeed(1), theta);
        return theta;
    }

    private static Real[] Trained(StoredTasks stored, MacawOptions options, TaskPlan[] plans)
    {
        using var pool = new WorkPool(1);
        using var learner = new MacawLearner(stored, options, pool);
        IMetaTraining training = learner.Begin(First(learner), new OuterSchedule(1e-3, 1, 1));
        training.Iterate(plans, RandomKey.FromSeed(6)).Outer.Status.ShouldBe(OuterStatus.Accepted);
        return training.Parameters;
    }
}
