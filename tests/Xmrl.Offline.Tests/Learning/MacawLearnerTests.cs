using Xmrl.Meta.Learners;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Offline.Data;
using Xmrl.Offline.Learning;
using Xmrl.Offline.Learning.Drawing;
using Xmrl.Offline.Networks;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;

namespace Xmrl.Offline.Tests.Learning;

public class MacawLearnerTests
{
    internal static MacawOptions Small { get; } = new()
    {
        Hidden = [8],
        Rows = 16,
        TasksPerStep = 2,
        StepsPerIteration = 5,
        PolicyStep = 0.3,
        ValueRate = 1,
        RawRate = 1,
    };

    private static MacawOptions Learned => Small with { StepsPerIteration = 100, Rows = 128, PolicyStep = 0.03, RawRate = 10 };

    private static readonly MdpTask[] s_directions = [.. new[] { 1.0, -1.0 }.Select((direction, i) => new MdpTask
    {
        EnvironmentId = "Line-v1",
        Index = i,
        Parameters = [direction],
    })];

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Iterate_AnyTensor_Moves(int latents)
    {
        (Real[] before, Real[] after, MacawLearner learner) = Trained(
            new Line().Stored(s_directions, 20), Small with { Latents = latents }, 1, 1e-3);
        foreach (TensorSpec tensor in learner.Tensors)
        {
            tensor.Of((ReadOnlySpan<Real>)after).SequenceEqual(tensor.Of((ReadOnlySpan<Real>)before)).ShouldBeFalse(tensor.Name);
        }
    }

    /// <summary>[data of task i][environment j]: each pays in its own alone.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public void Adapt_TwoDirections_PaysInTheEnvironmentOfItsDataAlone(int latents)
    {
        // Generated layers move faster, so their training takes smaller steps.
        (_, Real[] theta, MacawLearner learner) = latents == 0
            ? Trained(new Line().Stored(s_directions, 40), Learned, 8, 3e-3)
            : Trained(
                new Line().Stored(s_directions, 40),
                Learned with { Latents = latents, HasTail = false, PolicyStep = 0.3, RawRate = 1 }, 3, 1e-3);
        using var worker = new MacawWorker(learner);
        for (int data = 0; data < 2; data++)
        {
            Real[] adapted = [.. theta];
            worker.DrawInner(learner.TableOf(s_directions[data], BufferSet.Test)!, RandomKey.FromSeed(4), true);
            worker.Step.Adapt(adapted, worker.Inner);
            for (int environment = 0; environment < 2; environment++)
            {
                worker.Player.Play(s_directions[environment], adapted, true, RandomKey.FromSeed(5));
                (worker.Player.Episode.Return * (data == environment ? 1 : -1)).ShouldBeGreaterThan(1, $"[{data}][{environment}]");
            }
        }
    }

    [Fact]
    public void Adapt_AnothersBufferAndNothing_AreControls()
    {
        StoredTasks stored = new Line().Stored(s_directions, 40);
        MacawOptions options = Learned;
        (_, Real[] theta, _) = Trained(stored, options, 8, 3e-3);
        double buffer = Scored(AdaptSource.Buffer);
        buffer.ShouldBeGreaterThan(1);
        Scored(AdaptSource.Own).ShouldBeGreaterThan(0);
        Scored(AdaptSource.Other).ShouldBeLessThan(-1);
        Math.Abs(Scored(AdaptSource.None)).ShouldBeLessThan(0.5 * buffer);

        double Scored(AdaptSource source)
        {
            using var pool = new WorkPool(1);
            using var learner = new MacawLearner(stored, options with { AdaptFrom = source }, pool);
            return s_directions.Average(task => learner.Adaptation.Measure(
                0, theta, task, new() { Steps = 1, SampledTrajectories = 0 }, RandomKey.FromSeed(8)).Points[^1].MeanActions);
        }
    }

    /// <summary>Buffers whose last third alone pays for the task's direction: adapted to their first third, the policy walks the other
    /// way.</summary>
    [Fact]
    public void Adapt_ThirdsThatDisagree_FollowsTheThirdThatIsNamed()
    {
        StoredTasks stored = new Line().Stored(s_directions, 42);
        (_, Real[] theta, _) = Trained(stored, Learned, 8, 3e-3);
        foreach (TaskBuffer buffer in stored.Data.Buffers.Distinct())
        {
            for (int t = 0; t < buffer.Steps / TaskBuffer.Stages; t++)
            {
                buffer.Rewards[t] = -buffer.Rewards[t];
            }
        }

        Scored(AdaptSource.Late).ShouldBeGreaterThan(1);
        Scored(AdaptSource.Early).ShouldBeLessThan(-1);

        double Scored(AdaptSource source)
        {
            using var pool = new WorkPool(1);
            using var learner = new MacawLearner(stored, Learned with { AdaptFrom = source }, pool);
            return s_directions.Average(task => learner.Adaptation.Measure(
                0, theta, task, new() { Steps = 1, SampledTrajectories = 0 }, RandomKey.FromSeed(8)).Points[^1].MeanActions);
        }
    }

    [Fact]
    public void Macaw_AsSettings_SaysWhatItTakesAndLacks()
    {
        var macaw = new Macaw();
        macaw.Card.Overrides.ShouldContain("scoring.actions=Mean");
        macaw.AdaptsToStored.ShouldBeTrue();
        foreach (AdaptSource source in Enum.GetValues<AdaptSource>())
        {
            LearnerSettings other = macaw.AdaptingFrom(source.ToString().ToLowerInvariant()).ShouldNotBeNull();
            other.AdaptsToStored.ShouldBe(source is not (AdaptSource.Own or AdaptSource.None), source.ToString());
        }

        macaw.AdaptingFrom("7").ShouldBeNull();
        macaw.TakesSingleStates.ShouldBeFalse();
        macaw.LacksOfSingleStates.ShouldContain("stored returns");
    }

    [Fact]
    public void Iterate_EqualRewards_WeighsAllAlikeAndIsAccepted()
    {
        StoredTasks stored = new Line().Stored(s_directions, 20, paid: 0);
        using var pool = new WorkPool(1);
        using var learner = new MacawLearner(stored, Small with { HasTail = false, Coefficient = 0 }, pool);
        var theta = new Real[learner.ParameterCount];
        learner.Initialize(RandomKey.FromSeed(1), theta);
        learner.Networks.Value.Tensors.ToList().ForEach(tensor => tensor.Of(theta.AsSpan()).Clear());
        var training = new MacawTraining(learner, theta, new OuterSchedule(1e-3, 1, 1));
        training.Iterate([.. s_directions.Select(task => new TaskPlan { MdpTask = task })], RandomKey.FromSeed(3))
            .Outer.Status.ShouldBe(OuterStatus.Accepted);
        training.Figures.ShouldAllBe(figures => figures.Flat == 1);
    }

    /// <summary>Returns are divided by their standard deviation: ten times the rewards make the same policy.</summary>
    [Fact]
    public void Iterate_TenfoldRewards_SamePolicy()
    {
        MacawOptions options = Small with { StepsPerIteration = 100 };
        (_, Real[] one, MacawLearner learner) = Trained(new Line().Stored(s_directions, 20), options, 1, 1e-3);
        (_, Real[] ten, _) = Trained(new Line().Stored(s_directions, 20, paid: 10), options, 1, 1e-3);
        double difference = one.Zip(ten).Take(learner.Networks.Policy.Length).Max(pair => Math.Abs((double)pair.First - pair.Second));
        difference.ShouldBeLessThan(typeof(Real) == typeof(double) ? 1e-6 : 2e-3);
    }

    [Fact]
    public void Head_TrainedOnPaidActions_SeesTheirSign()
    {
        (_, Real[] theta, MacawLearner learner) = Trained(
            new Line().Stored(s_directions[..1].Append(s_directions[0] with { Index = 1 }).ToArray(), 40),
            Small with { Coefficient = 1, StepsPerIteration = 100 }, 2, 3e-3);
        using var worker = new MacawWorker(learner);
        worker.DrawInner(learner.TableOf(s_directions[0], BufferSet.Training)!, RandomKey.FromSeed(4), true);
        worker.Step.Adapt(theta, worker.Inner);
        TaskRows rows = worker.Inner;
        double[] estimates = Estimates();
        for (int i = 0; i < rows.Count; i++)
        {
            rows.Actions[0, i] = -rows.Actions[0, i];
        }

        Estimates().Zip(estimates).ShouldAllBe(pair => pair.First != pair.Second);

        double[] Estimates() => worker.Step.Regressions.Policy.Estimates(theta, new PolicySamples
        {
            Observations = rows.Observations,
            Actions = rows.Actions,
            Weights = new Real[rows.Count],
            Advantages = new Real[rows.Count],
        });
    }

    [Fact]
    public void Draw_ManyTimes_InnerAndOuterRowsShareNoEpisode()
    {
        using var pool = new WorkPool(1);
        using var learner = new MacawLearner(new Line().Stored(s_directions, 5), Small, pool);
        RowTable table = learner.TableOf(s_directions[0], BufferSet.Training)!;
        int[] inner = new int[16];
        int[] outer = new int[16];
        for (int draw = 0; draw < 10_000; draw++)
        {
            table.Draw(RandomKey.FromSeed((ulong)draw), draw % 2 == 0, inner, outer);
            inner.Select(table.EpisodeOf).Intersect(outer.Select(table.EpisodeOf)).ShouldBeEmpty();
        }

        using var single = new MacawLearner(new Line().Stored(s_directions, 1), Small, pool);
        Should.Throw<InvalidOperationException>(
            () => single.TableOf(s_directions[0], BufferSet.Training)!.Draw(RandomKey.FromSeed(1), true, inner, outer)).Message
            .ShouldContain("has one episode");
    }

    /// <summary>Of the stored actions 30 % are good, 70 % even: over five seeds, weights beat imitation in a paired t-test.</summary>
    [Fact]
    public void Train_MostlyRandomData_BeatsImitation()
    {
        double[] differences =
        [
            .. Enumerable.Range(1, 5)
                .Select(seed => Scored((ulong)seed, WeightKind.Advantage) - Scored((ulong)seed, WeightKind.Uniform)),
        ];
        double mean = differences.Average();
        double deviation = Math.Sqrt(differences.Sum(value => (value - mean) * (value - mean)) / 4);
        // 2.776 is the 97.5 % quantile of Student's t with four degrees of freedom.
        mean.ShouldBeGreaterThan(2.776 * deviation / Math.Sqrt(5), string.Join(" ", differences));

        static double Scored(ulong seed, WeightKind weights)
        {
            StoredTasks stored = new Line().Stored(s_directions, 40, (task, key) =>
            {
                RandomKey own = key.Derive(seed);
                double even = (2 * own.Uniform(0)) - 1;
                return own.Uniform(1) < 0.3 ? task.Parameters[0] * (0.8 + (0.2 * even)) : even;
            });
            (_, Real[] theta, _) = Trained(stored, Learned with { Weights = weights }, 4, 3e-3, seed);
            using var pool = new WorkPool(1);
            using var learner = new MacawLearner(stored, Learned with { Weights = weights }, pool);
            return s_directions.Average(task => learner.Adaptation.Measure(
                0, theta, task, new() { Steps = 1, SampledTrajectories = 0 }, RandomKey.FromSeed(seed)).Points[^1].MeanActions);
        }
    }

    private static (Real[] Before, Real[] After, MacawLearner Learner) Trained(
        StoredTasks stored, MacawOptions options, int iterations, double rate, ulong seed = 1)
    {
        using var pool = new WorkPool(1);
        var learner = new MacawLearner(stored, options, pool);
        var theta = new Real[learner.ParameterCount];
        learner.Initialize(RandomKey.FromSeed(seed), theta);
        IMetaTraining training = learner.Begin(theta, new OuterSchedule(rate, 1, iterations));
        TaskPlan[] plans = [.. stored.TasksOf(0).Select(task => new TaskPlan { MdpTask = task })];
        for (int k = 0; k < iterations; k++)
        {
            IterationReport report = training.Iterate(plans, RandomKey.FromSeed(6).Derive(k));
            report.Outer.Status.ShouldBe(OuterStatus.Accepted, report.Outer.Detail);
        }

        return (theta, training.Parameters, learner);
    }
}
