using System.IO.Compression;

namespace Xmrl.Import.Arrays;

/// <summary>Reads NumPy's format .npz: arrays by name in a ZIP archive, compressed or not.</summary>
internal static class NpzReader
{
    private const int EntryLimit = 64;
    private const string Suffix = ".npy";

    /// <summary>Reads all arrays of a file.</summary>
    /// <param name="file">The file.</param>
    /// <returns>Arrays by name, without the suffix .npy.</returns>
    /// <exception cref="InvalidDataException">The file is not valid, or larger unpacked than <see cref="UserFile.SizeLimit"/>; the message
    /// names it.</exception>
    public static SortedDictionary<string, NumpyArray> Read(UserFile file)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file.Bytes), ZipArchiveMode.Read);
            return Read(archive, file.Name);
        }
        catch (Exception error) when (error is not InvalidDataException && IsOfArchive(error))
        {
            throw new InvalidDataException($"{file.Name} is no archive of arrays (.npz): {error.Message}", error);
        }
        catch (InvalidDataException error) when (!error.Message.Contains(file.Name, StringComparison.Ordinal))
        {
            // The archive's own sentences do not name the file.
            throw new InvalidDataException($"{file.Name} is no archive of arrays (.npz): {error.Message}", error);
        }
    }

    private static SortedDictionary<string, NumpyArray> Read(ZipArchive archive, string name)
    {
        if (archive.Entries.Count > EntryLimit)
        {
            throw new InvalidDataException($"{name} holds {archive.Entries.Count} arrays; expected at most {EntryLimit}.");
        }

        var arrays = new SortedDictionary<string, NumpyArray>(StringComparer.Ordinal);
        int left = UserFile.SizeLimit;
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            string place = $"{name}, array {entry.FullName}";
            if (!entry.FullName.EndsWith(Suffix, StringComparison.Ordinal))
            {
                throw new InvalidDataException($"{place}: expected a name that ends in {Suffix}.");
            }

            using Stream stream = entry.Open();
            byte[] bytes = UserFile.ReadAll(stream, left, place);
            left -= bytes.Length;
            if (!arrays.TryAdd(entry.FullName[..^Suffix.Length], NpyReader.Read(bytes, place)))
            {
                throw new InvalidDataException($"{place} occurs twice.");
            }
        }

        return arrays;
    }

    /// <summary>What the archive throws at damaged files, apart from <see cref="InvalidDataException"/>.</summary>
    private static bool IsOfArchive(Exception error)
        => error is IOException or NotSupportedException or ArgumentException or OverflowException;
}
