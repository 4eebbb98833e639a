using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Fixtures;
using Xmrl.Meta.Learners;
using Xmrl.Reproduction.Robustness;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;

namespace Xmrl.Reproduction.Tests.Robustness;

/// <summary>Trainings of the study at quick scale, made smaller still, in a folder of their own.</summary>
internal sealed class StudyRuns : IDisposable
{
    /// <summary>Makes any learner's training one of a second.</summary>
    public static ImmutableArray<string> Smaller { get; } = ["meta.iterations=4", "meta.validations=2", "tasks.test=8"];

    private readonly TemporaryFolder _folder = new();

    public string this[string name] => _folder[name];

    public RunDirectory Open(string name) => RunDirectory.Open(_folder[name]);

    public StudyResult Result(string name) => StudyResult.Read(Open(name));

    /// <summary>A learner's configuration; PEARL's with few tasks and gradient steps.</summary>
    public static StudyConfiguration Settings(StudyLearner learner)
    {
        StudyConfiguration quick = StudyLearners.Configuration(learner, StudyProblem.Goal, ReproductionScale.Quick);
        return quick.Meta.Learner is Pearl pearl
            ? quick with
            {
                Tasks = quick.Tasks with { Training = 6 },
                Meta = quick.Meta with { Learner = pearl with { Soft = pearl.Soft with { GradientSteps = 10 } } },
            }
            : quick;
    }

    /// <summary>Trains to the end.</summary>
    public void Run(
        string name, StudyConfiguration settings, int threads = 1, ImmutableArray<string> overrides = default, bool resumes = false)
        => Run(name, settings, (threads, overrides, resumes), null);

    /// <summary>Trains until an iteration is done, is stopped there, and goes on to the end.</summary>
    public void RunStopped(string name, StudyConfiguration settings, long iteration)
    {
        using var source = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(() => Run(name, settings, (1, default, false), (iteration, source)));
        Run(name, settings, resumes: true);
    }

    public void Dispose() => _folder.Dispose();

    private void Run(
        string name, StudyConfiguration settings, (int Threads, ImmutableArray<string> Overrides, bool Resumes) how,
        (long Iteration, CancellationTokenSource Source)? stop)
        => new ExperimentHost().Run(
            new StudyExperiment("test", settings),
            new ExperimentRequest
            {
                Experiment = "robustness",
                Action = ExperimentAction.Train,
                Seed = 1,
                OutputDirectory = _folder[name],
                Threads = how.Threads,
                SaveEvery = TimeSpan.Zero,
                Overrides = how.Overrides.IsDefault ? Smaller : how.Overrides,
                ResumeFrom = how.Resumes ? _folder[name] : null,
            },
            new StoppingProgress(stop),
            NullLogger.Instance,
            stop?.Source.Token ?? CancellationToken.None);

    /// <summary>Stops a run when it tells that an iteration is done.</summary>
    private sealed class StoppingProgress((long Iteration, CancellationTokenSource Source)? stop) : IProgress<StageProgress>
    {
        public void Report(StageProgress value)
        {
            if (stop is { } asked && value.Completed == asked.Iteration)
            {
                asked.Source.Cancel();
            }
        }
    }
}
