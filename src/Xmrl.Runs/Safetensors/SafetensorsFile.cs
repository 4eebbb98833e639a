using Xmrl.Runs.Files;

namespace Xmrl.Runs.Safetensors;

/// <summary>Named tensors and text metadata: the content of one safetensors file.</summary>
/// <remarks>
/// The same content always gives the same bytes: names are sorted by code unit, the header is padded with spaces to a
/// multiple of eight bytes, data follow in name order without holes. A SHA-256 over header and data is stored in the
/// metadata and verified on reading. Files of other writers (without that hash) are read too.
/// </remarks>
/// <seealso href="https://github.com/huggingface/safetensors#format">The file format.</seealso>
internal sealed class SafetensorsFile
{
    /// <summary>Metadata key under which the writer stores the content's SHA-256.</summary>
    public const string HashKey = "xmrl.sha256";

    /// <summary>Largest file that is read, in bytes.</summary>
    public const long SizeLimit = 1L << 31;

    /// <summary>Tensors by name.</summary>
    public SortedDictionary<string, StoredTensor> Tensors { get; } = new(StringComparer.Ordinal);

    /// <summary>Free text by name, without the content hash.</summary>
    public SortedDictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>The tensor of a name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public StoredTensor this[string name] => Tensors.TryGetValue(name, out StoredTensor? tensor)
        ? tensor
        : throw new InvalidDataException(
            $"There is no tensor {name}; found {(Tensors.Count == 0 ? "none" : string.Join(", ", Tensors.Keys.Take(20)))}.");

    /// <summary>Reads a file and checks all of it.</summary>
    /// <param name="path">The file, of at most <see cref="SizeLimit"/> bytes; no part of the path may be a link.</param>
    /// <returns>Its content.</returns>
    /// <exception cref="InvalidDataException">The file is not valid; the message names the file and the byte.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SafetensorsFile Read(string path)
    {
        using FileStream stream = RunFiles.OpenRead(path, SizeLimit);
        return Read(stream, path);
    }

    /// <summary>As <see cref="Read(string)"/>, from a stream that can seek.</summary>
    /// <param name="stream">Positioned anywhere; read from its start to its end.</param>
    /// <param name="name">What error messages call it.</param>
    /// <returns>The content.</returns>
    /// <exception cref="InvalidDataException">The content is not valid.</exception>
    public static SafetensorsFile Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new SafetensorsReader(name).Read(stream);
    }

    /// <summary>Writes atomically (see <see cref="AtomicFile"/>).</summary>
    /// <param name="path">File to create or replace.</param>
    public void Write(string path) => AtomicFile.Write(path, Write);

    /// <summary>Writes the content.</summary>
    /// <param name="stream">Receives header and data.</param>
    /// <exception cref="InvalidOperationException">A name is empty or reserved.</exception>
    public void Write(Stream stream) => SafetensorsWriter.Write(this, stream);
}
