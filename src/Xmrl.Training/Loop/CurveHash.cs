using System.Security.Cryptography;
using System.Text;
using Xmrl.Runs.Curves;

namespace Xmrl.Training.Loop;

/// <summary>SHA-256 over the rows of a series' metrics, one after the other, without what the clock decides: the same seed gives the same
/// hash, so that checkpoints that carry it keep their bytes.</summary>
internal sealed class CurveHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The hash over the rows so far: 64 lower-case hexadecimal digits.</summary>
    public string Current => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Adds the next row.</summary>
    /// <param name="iteration">Its iteration.</param>
    /// <param name="values">Its numbers, in any order; every NaN counts as the same.</param>
    /// <param name="hashes">Its hashes by tensor, in any order.</param>
    public void Add(long iteration, IEnumerable<KeyValuePair<string, double>> values, IEnumerable<KeyValuePair<string, string>> hashes)
    {
        using var row = new MemoryStream();
        using (var writer = new BinaryWriter(row, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(iteration);
            foreach ((string name, double value) in values
                .Where(static entry => !IsTime(entry.Key))
                .OrderBy(static entry => entry.Key, StringComparer.Ordinal))
            {
                writer.Write('v');
                writer.Write(name);
                writer.Write(double.IsNaN(value) ? double.NaN : value);
            }

            foreach ((string tensor, string hash) in hashes.OrderBy(static entry => entry.Key, StringComparer.Ordinal))
            {
                writer.Write('h');
                writer.Write(tensor);
                writer.Write(hash);
            }

            writer.Write('e');
        }

        _hash.AppendData(row.GetBuffer().AsSpan(0, (int)row.Length));
    }

    /// <summary>Adds rows that are read again.</summary>
    /// <param name="rows">The rows, in order.</param>
    public void Add(IEnumerable<MetricsRow> rows)
    {
        foreach (MetricsRow row in rows)
        {
            Add(row.Iteration, row.Values, row.Hashes);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    /// <summary>Whether a number is a time, on the clock or of processors.</summary>
    private static bool IsTime(string name) => name.EndsWith("seconds", StringComparison.Ordinal);
}
