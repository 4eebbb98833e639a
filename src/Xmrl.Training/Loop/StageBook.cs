using Microsoft.Extensions.Logging;
using Xmrl.Runs.Records;

namespace Xmrl.Training.Loop;

/// <summary>What each finished stage cost, kept in stages.json so that a continued run reports all of them.</summary>
/// <remarks>The book names its run and holds its own SHA-256 (not so before layout 3): it grows while the run works, so the manifest lists
/// it at the end alone.</remarks>
internal sealed class StageBook
{
    private readonly RunDirectory _run;
    private readonly string _path;
    private readonly List<Entry> _entries;

    /// <summary>Opens the book of a run.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="InvalidDataException">The book is damaged or another run's; the message says what was expected and
    /// found.</exception>
    public StageBook(RunDirectory run)
        : this(run, [.. run.ReadBook<Entry>(run.File(Name))])
    {
    }

    private StageBook(RunDirectory run, List<Entry> entries)
    {
        _run = run;
        _path = run.File(Name);
        _entries = entries;
    }

    /// <summary>Opens the book of a run that goes on; one that is damaged or another run's is left out with a warning, and the stages are
    /// repeated.</summary>
    /// <param name="run">The run.</param>
    /// <param name="log">Receives the warning.</param>
    internal static StageBook Open(RunDirectory run, ILogger log)
    {
        try
        {
            return new StageBook(run);
        }
        catch (InvalidDataException error)
        {
            log.LogWarning("{Message} It is left out, and the stages after the training are repeated.", error.Message);
            return new StageBook(run, []);
        }
    }

    /// <summary>Name of the stage that trains the base policy.</summary>
    internal const string MetaTraining = "Meta-training";

    /// <summary>Name of the stage that explains it.</summary>
    internal const string Explanation = "Explanation";

    private const string Name = "stages.json";

    /// <summary>Finished stages in order.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>Enters a stage, once.</summary>
    /// <param name="entry">What it cost.</param>
    public void Add(Entry entry)
    {
        if (Has(entry.Name))
        {
            return;
        }

        _entries.Add(entry);
        _run.WriteBook(_path, _entries);
    }

    /// <summary>Whether a stage is finished.</summary>
    /// <param name="name">Name of the stage.</param>
    public bool Has(string name) => _entries.Exists(entry => entry.Name == name);

    /// <summary>Environment steps of a stage; 0 if it is not in the book.</summary>
    /// <param name="name">Name of the stage.</param>
    /// <returns>Environment steps.</returns>
    public long Interactions(string name) => _entries.Find(entry => entry.Name == name)?.Interactions ?? 0;

    /// <summary>One stage.</summary>
    /// <param name="Name">Name.</param>
    /// <param name="Iterations">Iterations done.</param>
    /// <param name="Interactions">Environment steps taken.</param>
    /// <param name="Seconds">Seconds on the clock.</param>
    public sealed record Entry(string Name, long Iterations, long Interactions, double Seconds);
}
