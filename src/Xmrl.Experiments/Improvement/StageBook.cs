using Xmrl.Runs.Records;

namespace Xmrl.Experiments.Improvement;

/// <summary>What each finished stage cost, kept in stages.json so that a continued run reports all of them.</summary>
public sealed class StageBook
{
    private readonly string _path;
    private readonly List<Entry> _entries;

    /// <summary>Opens the book of a run.</summary>
    /// <param name="run">The run.</param>
    public StageBook(RunDirectory run)
    {
        _path = run.File("stages.json");
        _entries = File.Exists(_path) ? [.. RunJson.Read<Entry[]>(_path)] : [];
    }

    /// <summary>Finished stages in order.</summary>
    public IReadOnlyList<Entry> Entries => _entries;

    /// <summary>Enters a stage, once.</summary>
    /// <param name="entry">What it cost.</param>
    public void Add(Entry entry)
    {
        if (_entries.Exists(known => known.Name == entry.Name))
        {
            return;
        }

        _entries.Add(entry);
        RunJson.Write(_path, _entries.ToArray());
    }

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
