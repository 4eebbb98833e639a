using System.Diagnostics;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;

namespace Xmrl.Watch.Runs;

/// <summary>The runs below a folder, as they were when the folder was looked at last. Rows are read within a bounded time per look, so
/// that a folder of a thousand runs answers at once and fills in.</summary>
/// <param name="folder">The folder; need not exist yet.</param>
/// <param name="program">How the user calls the program.</param>
/// <param name="time">The clock.</param>
internal sealed class RunBoard(string folder, string program, TimeProvider time)
{
    /// <summary>Longest time for which files are read in one look.</summary>
    private static readonly TimeSpan s_budget = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private long _version;
    private long? _looked;

    /// <summary>The folder as the user named it.</summary>
    public string Name => folder;

    /// <summary>The folder, without links.</summary>
    public string Folder { get; } = RunFiles.Resolve(folder);

    /// <summary>Looks at the folder where the last look is a second old, or did not see one of the runs.</summary>
    /// <param name="ids">Ids of runs.</param>
    public void Look(IEnumerable<string> ids)
    {
        long? looked;
        lock (_lock)
        {
            looked = _looked;
        }

        if (looked is not { } last || time.GetElapsedTime(last) > s_fresh || ids.Any(id => Find(id, out _) is null))
        {
            Refresh();
        }
    }

    /// <summary>Looks at the folder.</summary>
    /// <returns>Ids of the runs that are new, changed or gone since the last look; with runs whose files are yet to be read, which another
    /// look takes.</returns>
    public (IReadOnlyList<string> Changed, bool IsBehind) Refresh()
    {
        lock (_lock)
        {
            var entries = new Dictionary<string, Entry>(StringComparer.Ordinal);
            var changed = new List<string>();
            long next = _version + 1;
            foreach (RunSummary summary in RunCatalog.Find(Folder))
            {
                string id = Path.GetRelativePath(Folder, summary.FullPath).Replace(Path.DirectorySeparatorChar, '/');
                Entry? former = _entries.GetValueOrDefault(id);
                RunStamp stamp = RunStamp.Of(summary);
                entries.Add(id, former is null
                    ? new Entry(stamp, null, null, IsRead: false, next)
                    : former with
                    {
                        Stamp = stamp,
                        IsRead = former.IsRead && former.Stamp.Files == stamp.Files && former.Stamp.Summary.State == stamp.Summary.State,
                        Version = former.Stamp == stamp ? former.Version : next,
                    });
            }

            bool isBehind = ReadFiles(entries, next);
            changed.AddRange(entries.Where(entry => entry.Value.Version == next).Select(static entry => entry.Key));
            changed.AddRange(_entries.Keys.Except(entries.Keys, StringComparer.Ordinal));
            _entries = entries;
            _looked = time.GetTimestamp();
            _version = changed.Count > 0 ? next : _version;
            return (changed, isBehind);
        }
    }

    /// <summary>The runs of the last look, by id.</summary>
    /// <param name="version">Rises with every change.</param>
    public IReadOnlyList<WatchedRun> Runs(out long version)
    {
        lock (_lock)
        {
            version = _version;
            return [.. _entries.Select(entry => Row(entry.Key, entry.Value))];
        }
    }

    /// <summary>One of the runs of the last look: no other folder is ever opened for a client.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="stamp">What it looked like.</param>
    /// <returns>Its row; null where no run has this id.</returns>
    public WatchedRun? Find(string id, out RunStamp? stamp)
    {
        lock (_lock)
        {
            Entry? found = _entries.GetValueOrDefault(id);
            stamp = found?.Stamp;
            return found is null ? null : Row(id, found);
        }
    }

    private WatchedRun Row(string id, Entry entry) => RunDetails.Join(entry.Stamp.Summary, id, entry.Details, program);

    /// <summary>Reads the files of runs that changed, running ones first, until the time is used up.</summary>
    /// <returns>Whether some are left.</returns>
    private bool ReadFiles(Dictionary<string, Entry> entries, long version)
    {
        long start = Stopwatch.GetTimestamp();
        foreach ((string id, Entry entry) in entries.Where(static entry => !entry.Value.IsRead)
            .OrderBy(static entry => entry.Value.Stamp.Summary.InUse ? 0 : 1).ToArray())
        {
            if (Stopwatch.GetElapsedTime(start) > s_budget)
            {
                return true;
            }

            RunSummary summary = entry.Stamp.Summary;
            MetricsTail tail = entry.Tail ?? RunDetails.TailOf(RunDirectory.OpenPart(summary.FullPath));
            entries[id] = entry with
            {
                Details = RunDetails.Read(summary, tail, time.GetUtcNow()),
                Tail = summary.InUse ? tail : null,
                IsRead = true,
                Version = version,
            };
        }

        return false;
    }

    /// <param name="Stamp">What the run looked like.</param>
    /// <param name="Details">What was read of its files; null before that.</param>
    /// <param name="Tail">Its metrics, kept while it is at work.</param>
    /// <param name="IsRead">Whether its files were read since they changed.</param>
    /// <param name="Version">The look in which it changed last.</param>
    private sealed record Entry(RunStamp Stamp, RunDetails? Details, MetricsTail? Tail, bool IsRead, long Version);
}
