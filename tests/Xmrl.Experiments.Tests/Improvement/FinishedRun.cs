using Xmrl.Training.Hosting;

namespace Xmrl.Experiments.Tests.Improvement;

/// <summary>One whole run that several tests read.</summary>
public sealed class FinishedRun : IDisposable
{
    public FinishedRun() => Outcome = Run.Run(new TinyOptions { Seen = Seen });

    internal TinyRun Run { get; } = new();

    internal ExperimentOutcome Outcome { get; }

    internal List<StageProgress> Seen { get; } = [];

    public void Dispose() => Run.Dispose();
}
