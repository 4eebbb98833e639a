using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Contracts;
using Xmrl.Experiments.Tests.Improvement;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Parallel;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Records;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Training.Tests.Loop;

/// <summary>A stop inside an iteration's validation or outer step leaves the checkpoint before the iteration, from which a resumption
/// reaches the same bits.</summary>
public sealed class StopInValidationTests : IDisposable
{
    private const int Iterations = 4;

    private readonly TinyRun _stopped = new();
    private readonly TinyRun _whole = new();

    public void Dispose()
    {
        _stopped.Dispose();
        _whole.Dispose();
    }

    [Theory]
    [InlineData(OuterStepName.Adam)]
    [InlineData(OuterStepName.Epochs)]
    [InlineData(OuterStepName.TrustRegion)]
    public void Run_StoppedInAValidation_ResumesToTheSameBits(OuterStepName step)
    {
        using var source = new CancellationTokenSource();
        int validations = 0;
        Should.Throw<OperationCanceledException>(() => Train(_stopped, step, (point, token) =>
        {
            if (++validations == 3)
            {
                source.Cancel();
            }

            token.ThrowIfCancellationRequested();
            return point.Parameters[0];
        }, source.Token));
        _stopped.Directory.Checkpoints.List().ShouldHaveSingleItem().Iteration.ShouldBe(2);
        MetricsReader.Read(_stopped.Directory.MetricsPath).Count().ShouldBe(2);

        TrainingResult resumed = Train(_stopped, step, (point, _) => point.Parameters[0], CancellationToken.None);
        TrainingResult whole = Train(_whole, step, (point, _) => point.Parameters[0], CancellationToken.None);

        resumed.Parameters.ShouldBe(whole.Parameters);
        resumed.Totals.Interactions.ShouldBe(whole.Totals.Interactions);
        string last = $"base-iteration-{Iterations:d8}.safetensors";
        File.ReadAllBytes(Path.Combine(_stopped.Directory.Checkpoints.FolderPath, last))
            .ShouldBe(File.ReadAllBytes(Path.Combine(_whole.Directory.Checkpoints.FolderPath, last)));
    }

    private static TrainingResult Train(
        TinyRun folder, OuterStepName step, Func<TrainedPoint, CancellationToken, double> validate, CancellationToken token)
    {
        RunDirectory run = Directory.Exists(folder.Path)
            ? folder.Directory
            : RunDirectory.Create(
                folder.Path, force: false,
                new RunState { Phase = RunPhase.Running, Action = "train", Experiment = "test", Seed = 1, Quick = false });
        var settings = new Maml
        {
            Rollouts = new RolloutSettings { Trajectories = 3, Baseline = BaselineName.LinearTime },
            Outer = new OuterStepSettings { OuterStep = step },
        };
        IPolicy policy = LearnerFactory.Policy(new PolicySettings { HiddenSizes = [4] }, QuadraticBandit.Family.Spec);
        using var pool = new WorkPool(2);
        using IMetaLearner learner = settings.Create(new LearnerParts { Family = QuadraticBandit.Family, Policy = policy, Pool = pool });
        var start = new Real[learner.ParameterCount];
        learner.Initialize(RandomKey.FromSeed(1), start);
        return new TrainingLoop(run, learner, NullLogger.Instance) { SaveEvery = TimeSpan.FromDays(1) }.Run(
            new TrainingPlan
            {
                Series = "base",
                MetricsName = "metrics.jsonl",
                Training = learner.Begin(start, new OuterSchedule(0.01, 1, Iterations)),
                Iterations = Iterations,
                Tasks = key =>
                [
                    .. Enumerable.Range(0, 2).Select(i => new TaskPlan { MdpTask = QuadraticBandit.Family.SampleTask(key, i) }),
                ],
                Key = RandomKey.FromSeed(2),
                OnFailure = FailureRule.StopAtNonFinite,
                Validate = validate,
            },
            (_, _) => { },
            token);
    }
}
