using System.Globalization;
using System.Text.Json;

namespace Xmrl.Runs.Records;

/// <summary>Appends to metrics.jsonl: one flat JSON object per iteration, each line flushed when it is complete.</summary>
/// <remarks>Numbers are written with the fewest digits that read back to the same bits; NaN and infinities as text.</remarks>
public sealed class MetricsWriter : IDisposable
{
    private const string IterationName = "iteration";
    private readonly FileStream _stream;
    private readonly Utf8JsonWriter _json;

    private MetricsWriter(FileStream stream)
    {
        _stream = stream;
        _json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
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
    public void Write(long iteration, IEnumerable<KeyValuePair<string, double>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        _json.WriteStartObject();
        _json.WriteNumber(IterationName, iteration);
        foreach ((string name, double value) in values)
        {
            if (name == IterationName)
            {
                throw new ArgumentException($"A metric is named {IterationName}, which every line has already.", nameof(values));
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

        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _stream.WriteByte((byte)'\n');
        _stream.Flush();
    }

    /// <summary>Flushes to the disk and closes the file.</summary>
    public void Dispose()
    {
        _json.Dispose();
        _stream.Flush(flushToDisk: true);
        _stream.Dispose();
    }
}
