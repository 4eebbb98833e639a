using System.Globalization;
using System.Text.Json;

namespace Xmrl.Runs.Curves;

/// <summary>Appends to metrics.jsonl: one flat JSON object per iteration, each line flushed when it is complete.</summary>
/// <remarks>Numbers are written with the fewest digits that read back to the same bits; NaN and infinities as text.</remarks>
internal sealed class MetricsWriter : IDisposable
{
    private const string IterationName = "iteration";
    private readonly FileStream _stream;
    private readonly Utf8JsonWriter _json;

    private MetricsWriter(FileStream stream)
    {
        _stream = stream;
        _json = new Utf8JsonWriter(
            stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <summary>Opens the file; what a resumed run will write again is removed first.</summary>
    /// <param name="path">The file; created if missing.</param>
    /// <param name="nextIteration">First iteration that will be written; lines from it on are dropped. 0 starts anew.</param>
    /// <exception cref="InvalidDataException">A line that should stay is not valid.</exception>
    public static MetricsWriter Open(string path, long nextIteration = 0) =>
        new(LineFile.Append(path, (line, number) => MetricsReader.Parse(line, path, number).Iteration < nextIteration));

    /// <summary>Writes one iteration.</summary>
    /// <param name="iteration">Iteration, from 0.</param>
    /// <param name="values">Numbers by name, each name once; in this order.</param>
    /// <param name="hashes">Hashes by tensor, as <see cref="MetricsRow.Hashes"/>; null for none.</param>
    /// <exception cref="ArgumentException">A name is reserved, or a hash is not one.</exception>
    public void Write(
        long iteration, IEnumerable<KeyValuePair<string, double>> values, IEnumerable<KeyValuePair<string, string>>? hashes = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        _json.WriteStartObject();
        _json.WriteNumber(IterationName, iteration);
        foreach ((string name, double value) in values)
        {
            if (name == IterationName || name.StartsWith(MetricsReader.HashPrefix, StringComparison.Ordinal))
            {
                throw new ArgumentException(
                    $"A metric is named {name}; {IterationName} is in every line already, and {MetricsReader.HashPrefix}… is for hashes.",
                    nameof(values));
            }

            if (double.IsFinite(value))
            {
                _json.WriteNumber(name, value);
            }
            else
            {
                _json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
            }
        }

        foreach ((string tensor, string hash) in hashes ?? [])
        {
            _json.WriteString(
                MetricsReader.HashPrefix + tensor,
                MetricsReader.IsHash(hash)
                    ? hash
                    : throw new ArgumentException(
                        $"The hash of {tensor} is {hash}; expected 16 to 64 lower-case hexadecimal digits.", nameof(hashes)));
        }

        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _stream.WriteByte((byte)'\n');
        _stream.Flush();
    }

    /// <summary>Waits until the lines written so far are on the disk: before a checkpoint that builds on them.</summary>
    public void FlushToDisk() => _stream.Flush(flushToDisk: true);

    /// <summary>Flushes to the disk and closes the file.</summary>
    public void Dispose()
    {
        _json.Dispose();
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
    }
}
