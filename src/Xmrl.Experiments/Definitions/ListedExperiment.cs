using Xmrl.Training.Hosting;

namespace Xmrl.Experiments.Definitions;

/// <summary>An experiment in a list, which is put together when it is first asked for: names and summaries are had without the
/// configurations.</summary>
/// <param name="name">Name on the command line.</param>
/// <param name="summary">What it is about, in one sentence.</param>
/// <param name="create">Builds the runner, which has the same name and summary.</param>
internal sealed class ListedExperiment(string name, string summary, Func<IExperimentRunner> create)
{
    private readonly Lazy<IExperimentRunner> _runner = new(create);

    /// <summary>Lists a runner that exists.</summary>
    /// <param name="runner">The runner.</param>
    internal ListedExperiment(IExperimentRunner runner)
        : this(runner.Name, runner.Summary, () => runner)
    {
    }

    /// <summary>Name on the command line.</summary>
    internal string Name => name;

    /// <summary>What it is about, in one sentence.</summary>
    internal string Summary => summary;

    /// <summary>The runner, the same at every call.</summary>
    internal IExperimentRunner Runner => _runner.Value;
}
