using System.Text;

namespace Xmrl.External.Connections;

/// <summary>Reads a program's error stream as long as it lasts and keeps its end.</summary>
internal sealed class ErrorTail
{
    private const int Kept = 4096;
    private const int Lines = 6;

    private readonly Lock _gate = new();
    private readonly byte[] _ring = new byte[Kept];
    private readonly Thread _reader;
    private long _seen;

    /// <summary>Begins to read.</summary>
    /// <param name="stream">The stream; read by this object alone.</param>
    public ErrorTail(Stream stream)
    {
        _reader = new Thread(() => Read(stream)) { IsBackground = true, Name = "Xmrl error stream" };
        _reader.Start();
    }

    /// <summary>The last lines, joined by slashes; waits a moment for the end of the stream.</summary>
    /// <param name="wait">How long at most.</param>
    /// <returns>The lines; empty where nothing was written.</returns>
    public string Text(TimeSpan wait)
    {
        _ = _reader.Join(wait);
        byte[] bytes;
        lock (_gate)
        {
            int count = (int)Math.Min(_seen, Kept);
            bytes = new byte[count];
            for (int i = 0; i < count; i++)
            {
                bytes[i] = _ring[(int)((_seen - count + i) % Kept)];
            }
        }

        IEnumerable<string> lines = Encoding.UTF8.GetString(bytes)
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .TakeLast(Lines)
            .Select(line => string.Concat(line.Select(letter => char.IsControl(letter) ? ' ' : letter)));
        return string.Join(" / ", lines);
    }

    private void Read(Stream stream)
    {
        byte[] chunk = new byte[Kept];
        try
        {
            for (int read = stream.Read(chunk, 0, Kept); read > 0; read = stream.Read(chunk, 0, Kept))
            {
                lock (_gate)
                {
                    for (int i = 0; i < read; i++)
                    {
                        _ring[(int)((_seen + i) % Kept)] = chunk[i];
                    }

                    _seen += read;
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The program or its owner closed the stream: what was read is all there is.
        }
    }
}
