using System.Text;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Files;

namespace Xmrl.Watch.Runs;

/// <summary>The rows of a metrics file that grows: reads what is new, and keeps a bounded number of rows of any number of iterations by
/// joining neighbours. Times of joined rows are added; of other numbers the last one stays.</summary>
/// <param name="path">The file; need not exist yet.</param>
/// <param name="most">Rows that are kept at least, once there have been as many, and at most twice; ≥ 1.</param>
internal sealed class MetricsTail(string path, int most)
{
    /// <summary>What the name of a number ends with that is added where rows are joined.</summary>
    private const string TimeSuffix = "seconds";

    /// <summary>Bytes before the place that was read to, by which a file is known that was cut and written anew.</summary>
    private const int MarkBytes = 64;

    private readonly List<MetricsRow> _rows = [];
    private readonly List<byte> _line = [];
    private byte[] _mark = [];
    private long _position;
    private int _number;
    private int _joined;
    private int _stride = 1;

    /// <summary>What the file says so far, thinned. Iterations rise.</summary>
    public IReadOnlyList<MetricsRow> Rows => _rows;

    /// <summary>Reads what is new.</summary>
    /// <exception cref="InvalidDataException">A line is not valid, or longer than any row could be.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Update()
    {
        if (!File.Exists(path))
        {
            Clear();
            return;
        }

        using FileStream stream = RunFiles.OpenRead(path);
        if (!Continues(stream))
        {
            Clear();
        }

        stream.Position = _position;
        byte[] block = new byte[1 << 16];
        int count;
        while ((count = stream.Read(block)) > 0)
        {
            Take(block.AsSpan(0, count));
        }

        Mark(stream);
    }

    /// <summary>Whether what was read is still what the file begins with.</summary>
    private bool Continues(FileStream stream)
    {
        if (stream.Length < _position)
        {
            return false;
        }

        byte[] found = new byte[_mark.Length];
        stream.Position = _position - _mark.Length;
        return stream.ReadAtLeast(found, found.Length, throwOnEndOfStream: false) == found.Length && found.AsSpan().SequenceEqual(_mark);
    }

    private void Mark(FileStream stream)
    {
        _mark = new byte[Math.Min(MarkBytes, _position)];
        stream.Position = _position - _mark.Length;
        stream.ReadExactly(_mark);
    }

    private void Take(ReadOnlySpan<byte> block)
    {
        int end;
        while ((end = block.IndexOf((byte)'\n')) >= 0)
        {
            Extend(block[..end]);
            Add(MetricsReader.Parse(Encoding.UTF8.GetString([.. _line]), path, ++_number));
            _line.Clear();
            block = block[(end + 1)..];
            _position++;
        }

        Extend(block);
    }

    private void Extend(ReadOnlySpan<byte> part)
    {
        if (_line.Count + part.Length > LineFile.LineLimit)
        {
            throw new InvalidDataException($"{path}, line {_number + 1}: longer than {LineFile.LineLimit} bytes.");
        }

        _line.AddRange(part);
        _position += part.Length;
    }

    private void Add(MetricsRow row)
    {
        row = row with { Hashes = [] };
        if (_joined > 0 && _joined < _stride)
        {
            _rows[^1] = Join(_rows[^1], row);
            _joined++;
            return;
        }

        if (_rows.Count == 2 * most)
        {
            for (int i = 0; i < most; i++)
            {
                _rows[i] = Join(_rows[2 * i], _rows[(2 * i) + 1]);
            }

            _rows.RemoveRange(most, most);
            _stride *= 2;
        }

        _rows.Add(row);
        _joined = 1;
    }

    private static MetricsRow Join(MetricsRow first, MetricsRow second)
    {
        var values = new Dictionary<string, double>(first.Values, StringComparer.Ordinal);
        foreach ((string name, double value) in second.Values)
        {
            values[name] = name.EndsWith(TimeSuffix, StringComparison.Ordinal) ? values.GetValueOrDefault(name) + value : value;
        }

        return new MetricsRow(second.Iteration, values);
    }

    private void Clear()
    {
        _rows.Clear();
        _line.Clear();
        _mark = [];
        (_position, _number, _joined, _stride) = (0, 0, 0, 1);
    }
}
