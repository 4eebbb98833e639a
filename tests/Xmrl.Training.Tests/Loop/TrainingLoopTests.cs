using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Contracts;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Tests.Loop;

/// <summary>Trainings on tasks that never reward, where every advantage and so the hyper-gradient is zero.</summary>
public sealed class TrainingLoopTests : IDisposable
{
    private const int Iterations = 2;

    private static readonly SingleEnvironmentFamily s_family = new(
        QuadraticBandit.Family.Spec with { Id = "Rewardless-v1" }, _ => new Rewardless());

    private readonly TinyRun _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, "| 0.8 cores: sampling 50 %")]
    [InlineData(1_500, "| 750 steps/s on 0.8 cores: sampling 50 %")]
    [InlineData(500_000, "| 0.25 M steps/s on 0.8 cores: sampling 50 %")]
    public void Describe_AnySpeed_SaysStepsPerSecondWhereStepsWereTaken(long steps, string expected)
        => TrainingLoop.Describe(
            new IterationReport
            {
                Outer = new OuterReport(OuterStatus.Accepted, 1, string.Empty),
                Interactions = steps,
                WallSeconds = 2,
                Profile = new PhaseSeconds { Sampling = 0.75, Gradients = 0.75 },
            },
            hasSuccess: false).ShouldContain(expected);

    [Theory]
    [InlineData(OuterStepName.TrustRegion)]
    [InlineData(OuterStepName.Adam)]
    [InlineData(OuterStepName.Sgd)]
    [InlineData(OuterStepName.Epochs)]
    public void Run_GradientZero_GoesOnWithTheParametersAsTheyWereAndSaysSo(OuterStepName step)
    {
        (Real[] start, TrainingResult result) = Train(step, FailureRule.StopAtNonFinite);

        result.Parameters.ShouldBe(start);
        MetricsRow[] rows = [.. MetricsReader.Read(_folder.Directory.File("metrics.jsonl"))];
        rows.Length.ShouldBe(Iterations);
        TrainingStandstill standstill = TrainingStandstill.Of(rows, "the meta-training").ShouldNotBeNull();
        (standstill.Zero, standstill.Unmoved, standstill.Since, standstill.IsDead).ShouldBe((Iterations, 0, 1L, true));
        standstill.Describe()
            .ShouldStartWith(
                "The meta-training stood still in 2 of 2 iterations (100 %), in all of them: the hyper-gradient was zero. It is no "
                    + "success");
        rows.ShouldAllBe(row => row.Values["outer_status"] == (double)OuterStatus.ZeroGradient && row.Values["gradient_norm"] == 0);
    }

    [Theory]
    [InlineData(OuterStepName.TrustRegion)]
    [InlineData(OuterStepName.Adam)]
    public void Run_GradientZeroWhereRejectedStepsEnd_SaysThatItIsZero(OuterStepName step)
    {
        string message = Should.Throw<ArithmeticException>(() => Train(step, FailureRule.StopAtRejected)).Message;

        message.ShouldStartWith("base found nothing to learn in iteration 0: The hyper-gradient is zero");
        message.ShouldNotContain("not finite");
        message.ShouldNotContain("smaller step size");
    }

    private (Real[] Start, TrainingResult Result) Train(OuterStepName step, FailureRule rule)
    {
        RunDirectory run = RunDirectory.Create(
            _folder.Path, force: false,
            new RunState { Phase = RunPhase.Running, Action = "train", Experiment = "test", Seed = 1, Quick = false });
        var settings = new Maml
        {
            Rollouts = new RolloutSettings { Trajectories = 3, Baseline = BaselineName.LinearTime },
            Outer = new OuterStepSettings { OuterStep = step },
        };
        IPolicy policy = LearnerFactory.Policy(new PolicySettings { HiddenSizes = [4] }, s_family.Spec);
        using var pool = new WorkPool(1);
        using IMetaLearner learner = settings.Create(new LearnerParts { Family = s_family, Policy = policy, Pool = pool });
        var start = new Real[learner.ParameterCount];
        learner.Initialize(RandomKey.FromSeed(1), start);
        TrainingResult result = new TrainingLoop(run, learner, NullLogger.Instance).Run(
            new TrainingPlan
            {
                Series = "base",
                MetricsName = "metrics.jsonl",
                Training = learner.Begin(start, new OuterSchedule(0.01, 1, Iterations)),
                Iterations = Iterations,
                Tasks = key => [.. Enumerable.Range(0, 2).Select(i => new TaskPlan { MdpTask = s_family.SampleTask(key, i) })],
                Key = RandomKey.FromSeed(2),
                OnFailure = rule,
            },
            (_, _) => { },
            CancellationToken.None);
        return (start, result);
    }

    private sealed class Rewardless : ISingleEnvironment
    {
        public void Reset(RandomKey key, Span<Real> observation) => observation[0] = 1;

        public SingleStep Step(ReadOnlySpan<Real> action, Span<Real> observation)
        {
            observation[0] = 1;
            return new SingleStep(0);
        }
    }
}
