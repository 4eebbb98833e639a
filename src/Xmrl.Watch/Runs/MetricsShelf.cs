using Xmrl.Runs.Curves;

namespace Xmrl.Watch.Runs;

/// <summary>The metrics of the runs that are looked at: files that grow are read once, and few are kept.</summary>
internal sealed class MetricsShelf
{
    /// <summary>Rows of a file that are kept at least; with the names and numbers of a row at most 8 MB per file.</summary>
    public const int Rows = 1_000;

    /// <summary>Files that are kept.</summary>
    public const int Files = 32;

    private readonly Lock _lock = new();
    private readonly LinkedList<(string Path, MetricsTail Tail)> _tails = new();

    /// <summary>The rows of a file as it is now, thinned.</summary>
    /// <param name="path">The file; need not exist.</param>
    /// <exception cref="InvalidDataException">A line is not valid.</exception>
    public IReadOnlyList<MetricsRow> Read(string path)
    {
        lock (_lock)
        {
            LinkedListNode<(string Path, MetricsTail Tail)>? node = _tails.First;
            while (node is not null && node.Value.Path != path)
            {
                node = node.Next;
            }

            if (node is null)
            {
                node = new((path, new MetricsTail(path, Rows)));
            }
            else
            {
                _tails.Remove(node);
            }

            _tails.AddFirst(node);
            if (_tails.Count > Files)
            {
                _tails.RemoveLast();
            }

            node.Value.Tail.Update();
            return [.. node.Value.Tail.Rows];
        }
    }
}
