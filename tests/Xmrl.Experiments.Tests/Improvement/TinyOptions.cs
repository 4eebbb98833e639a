using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Definitions;
using Xmrl.Numerics.Parallel;
using Xmrl.Rl.Environments;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Tests.Improvement;

/// <summary>How a <see cref="TinyRun"/> runs.</summary>
internal sealed record TinyOptions
{
    public IExperimentRunner Runner { get; init; } = DroneExperiment.Create();

    /// <summary>Environments of the test's own.</summary>
    public IEnvironmentFamily? Environments { get; init; }

    public ExperimentAction Action { get; init; } = ExperimentAction.Improve;

    public ulong Seed { get; init; } = 1;

    public int Threads { get; init; } = 2;

    public ICollective Processes { get; init; } = SingleProcess.Instance;

    public string[] More { get; init; } = [];

    /// <summary>Keys of the tiny experiment that the learner does not have.</summary>
    public string[] Without { get; init; } = [];

    /// <summary>A run whose base policy is improved.</summary>
    public string? BaseRun { get; init; }

    /// <summary>Continues the run in the folder.</summary>
    public bool Resume { get; init; }

    /// <summary>Reports after which the run is cancelled; 0 for never.</summary>
    public int CancelAfter { get; init; }

    /// <summary>Time between two checkpoints.</summary>
    public TimeSpan SaveEvery { get; init; } = TrainingLoop.DefaultSaveEvery;

    /// <summary>Receives what the run says.</summary>
    public ILogger Log { get; init; } = NullLogger.Instance;

    /// <summary>Receives every report of a stage.</summary>
    public List<StageProgress>? Seen { get; init; }

    /// <summary>A meta-training of two iterations.</summary>
    internal static TinyOptions Train(string environment, string learner) => new()
    {
        Runner = ExperimentRegistry.BuiltIn.Find(environment),
        Action = ExperimentAction.Train,
        More = ["meta.iterations=2", .. LearnerArgument.Overrides(learner, hasFile: false)],
    };
}
