using System.IO.Compression;
using System.Reflection;
using PureHDF;
using PureHDF.Filters;
using Xmrl.Offline.Arrays;
using Xmrl.Runs.Files;

namespace Xmrl.Offline.Hdf5;

/// <summary>Turns an HDF5 file of stored episodes into NumPy's .npz. Runs in a process of its own, which opens no file beside these two.
/// </summary>
internal static class Hdf5Conversion
{
    // What opening a file ends with where none may be opened.
    private const int TooManyOpenFiles = 24;

    // Archives carry the time of their entries: a fixed one keeps the same content the same bytes.
    private static readonly DateTimeOffset s_time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Converts, while this process can open no other file.</summary>
    /// <param name="path">The HDF5 file.</param>
    /// <param name="output">The archive, new.</param>
    /// <returns>What is wrong with the file, as the end of a sentence; null where it was converted.</returns>
    /// <exception cref="IOException">A file cannot be opened or written.</exception>
    public static string? Run(string path, string output)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        using var archive = new FileStream(output, FileMode.CreateNew, FileAccess.Write);
        H5Filter.Register(new LzfFilter());
        Load(typeof(H5File).Assembly, []);
        Rehearse();
        using var limit = new OpenedFilesOnly();
        return Convert(file, archive);
    }

    /// <summary>Converts.</summary>
    /// <param name="file">The HDF5 file; may be damaged in any way, and end the process.</param>
    /// <param name="output">Receives the archive.</param>
    /// <returns>What is wrong with the file, as the end of a sentence; null where it was converted.</returns>
    internal static string? Convert(Stream file, Stream output)
    {
        try
        {
            using var opened = H5File.Open(file, leaveOpen: true);
            Write(Hdf5Episodes.Read(opened), output);
            return null;
        }
        catch (InvalidDataException error)
        {
            return error.Message;
        }
        catch (IOException error) when (error.HResult == TooManyOpenFiles)
        {
            return "its numbers lie in another file; expected one file";
        }
        catch (OutOfMemoryException)
        {
            return "reading it takes more memory than is allowed";
        }
        catch (Exception error)
        {
            // The reader of HDF5 throws exceptions of every kind.
            return $"it cannot be read as HDF5: {error.Message}";
        }
    }

    private static void Write(SortedDictionary<string, Hdf5Array> arrays, Stream output)
    {
        using var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string name, Hdf5Array array) in arrays)
        {
            ZipArchiveEntry entry = archive.CreateEntry($"{name}.npy", CompressionLevel.NoCompression);
            entry.LastWriteTime = s_time;
            using Stream content = entry.Open();
            NpyWriter.Write<float>(content, array.Values, array.Shape);
        }
    }

    private static void Load(Assembly assembly, HashSet<string> loaded)
    {
        foreach (AssemblyName needed in assembly.GetReferencedAssemblies().Where(needed => loaded.Add(needed.Name!)))
        {
            Load(Assembly.Load(needed), loaded);
        }
    }

    /// <summary>Converts a file of this program's own in memory, so that the native libraries of conversion are loaded too.</summary>
    private static void Rehearse()
    {
        using var file = new MemoryStream();
        var steps = new float[2, 1];
        var own = new H5File
        {
            ["observations"] = new H5Dataset(steps, chunks: [1, 1], datasetCreation: new(Filters: [ShuffleFilter.Id, DeflateFilter.Id])),
            ["actions"] = steps,
            ["rewards"] = new double[2],
            ["terminals"] = new byte[2],
        };
        own.Write(file);
        file.Position = 0;
        _ = Convert(file, new MemoryStream());
        _ = Convert(new MemoryStream([1, 2, 3]), new MemoryStream());
    }
}
