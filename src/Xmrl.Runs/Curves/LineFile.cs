using System.Text;
using Xmrl.Runs.Files;

namespace Xmrl.Runs.Curves;

/// <summary>Text files to which one process appends whole lines.</summary>
internal static class LineFile
{
    /// <summary>Longest line that is read, in characters.</summary>
    internal const int LineLimit = 1 << 20;

    /// <summary>Opens a file for appending after dropping an unfinished last line and all lines from the first that is unwanted.</summary>
    /// <param name="path">The file; created if missing.</param>
    /// <param name="keep">Whether a line (without its end) stays, given its number from 1.</param>
    internal static FileStream Append(string path, Func<string, int, bool> keep)
    {
        FileStream stream = RunFiles.OpenWrite(path);
        try
        {
            long end = 0;
            int number = 0;
            foreach ((string line, long after) in Lines(stream, path))
            {
                if (!keep(line, ++number))
                {
                    break;
                }

                end = after;
            }

            stream.SetLength(end);
            stream.Position = end;
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Reads the finished lines; one that its writer has not finished is left out.</summary>
    internal static IEnumerable<string> Read(string path, long limit = long.MaxValue)
    {
        using FileStream stream = RunFiles.OpenRead(path, limit);
        foreach ((string line, _) in Lines(stream, path))
        {
            yield return line;
        }
    }

    private static IEnumerable<(string Line, long After)> Lines(Stream stream, string path)
    {
        var line = new List<byte>();
        byte[] block = new byte[1 << 16];
        long position = 0;
        int number = 1;
        int count;
        while ((count = stream.Read(block)) > 0)
        {
            for (int i = 0; i < count; i++)
            {
                position++;
                if (block[i] == (byte)'\n')
                {
                    yield return (Encoding.UTF8.GetString([.. line]), position);
                    line.Clear();
                    number++;
                }
                else if (line.Count == LineLimit)
                {
                    throw new InvalidDataException($"{path}, line {number}: longer than {LineLimit} bytes.");
                }
                else
                {
                    line.Add(block[i]);
                }
            }
        }
    }
}
