using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Tests.Improvement;

namespace Xmrl.Training.Tests.Evaluation;

/// <summary>A whole run on Navigation2D, whose returns, unlike the success of a tiny drone run, tell any two policies apart.</summary>
public sealed class NavigationRun : IDisposable
{
    public NavigationRun() => Run.Run(new TinyOptions { Runner = Navigation2DExperiment.Create(), More = ["retrain.methods=[xmrl]"] });

    internal TinyRun Run { get; } = new();

    public void Dispose() => Run.Dispose();
}
