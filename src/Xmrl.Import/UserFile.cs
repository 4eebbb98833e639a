namespace Xmrl.Import;

/// <summary>A file that the user named, whole in memory.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Bytes">Its content.</param>
internal sealed record UserFile(string Name, byte[] Bytes)
{
    /// <summary>Largest file that is read, in bytes: 64 million weights of single precision.</summary>
    public const int SizeLimit = 1 << 28;

    /// <summary>Reads a file; links on the way to it are followed.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="InvalidDataException">It is larger than <see cref="SizeLimit"/>.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static UserFile Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return new UserFile(path, ReadAll(stream, SizeLimit, path));
    }

    /// <summary>Reads a stream that may be longer than it says.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="limit">Most bytes that are read.</param>
    /// <param name="name">What messages call it.</param>
    /// <returns>All bytes.</returns>
    /// <exception cref="InvalidDataException">There are more.</exception>
    public static byte[] ReadAll(Stream stream, int limit, string name)
    {
        using var content = new MemoryStream();
        byte[] block = new byte[1 << 16];
        int count;
        while ((count = stream.Read(block)) > 0)
        {
            if (content.Length + count > limit)
            {
                throw new InvalidDataException($"{name} has more than {limit} bytes, which is the most that is read.");
            }

            content.Write(block, 0, count);
        }

        return content.ToArray();
    }
}
