using Xmrl.Import;
using Xmrl.Offline.Arrays;
using Xmrl.Offline.Data;
using Xmrl.Offline.Hdf5;
using Xmrl.Runs.Files;
using Xmrl.Training.Configuration;

namespace Xmrl.Offline.Importing;

/// <summary>Makes a data set of files from elsewhere, one per task.</summary>
/// <param name="form">Environment and action limit.</param>
internal sealed class ImportedSet(DataSetForm form)
{
    private readonly List<(BufferSet Set, TaskBuffer Buffer)> _buffers = [];

    /// <summary>Steps after which an episode without an end of its own is cut; null where a longer one is an error.</summary>
    public int? Horizon { get; init; }

    /// <summary>What was changed while it was read, one sentence each.</summary>
    public List<string> Remarks { get; } = [];

    /// <summary>Reads HDF5 files.</summary>
    public required Hdf5Process Hdf5 { get; init; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, .npz or HDF5, or the folder of a Minari data set.</param>
    /// <param name="set">Its set; null for the one that it names, or training.</param>
    /// <param name="parameters">The task's parameters; null for those that it names.</param>
    /// <param name="token">Stops waiting for the process that reads an HDF5 file.</param>
    /// <exception cref="InvalidDataException">The file is not valid.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Add(string path, BufferSet? set, double[]? parameters, CancellationToken token)
    {
        var reader = new NpzImport(form) { Horizon = Horizon };
        UserFile file = Hdf5Process.FileOf(path) is { } hdf5 ? Hdf5.Convert(hdf5, token) : UserFile.Read(path);
        (TaskBuffer buffer, BufferSet? named) = reader.Read(file, parameters, 0);
        BufferSet own = set ?? named ?? BufferSet.Training;
        int index = _buffers.Count(entry => entry.Set == own);
        _buffers.Add((own, buffer with { MdpTask = buffer.MdpTask with { Index = index } }));
        if (reader.Clipped > 0)
        {
            Remarks.Add($"{path}: {reader.Clipped} components of actions lay just beyond the limit and were clipped.");
        }

        if (reader.LeftOut > 0)
        {
            Remarks.Add(
                $"{path}: without next_observations the last step of {reader.LeftOut} cut episodes was left out; its observation is what "
                    + "followed the step before.");
        }
    }

    /// <summary>Writes the set.</summary>
    /// <param name="folder">New or empty.</param>
    /// <returns>Its description.</returns>
    /// <exception cref="ConfigurationException">The folder is not empty.</exception>
    public DataSetDescription Write(string folder)
    {
        string resolved = RunFiles.Resolve(folder);
        if (!RunFiles.IsEmpty(resolved))
        {
            throw new ConfigurationException($"{folder} is not empty; expected a new folder.");
        }

        RunFiles.CreateFolder(resolved);
        (BufferSet Set, TaskBuffer Buffer)[] sorted = [.. _buffers.OrderBy(entry => entry.Set)];
        foreach ((int position, (BufferSet set, TaskBuffer buffer)) in sorted.Index())
        {
            BufferFile.Write(Path.Combine(resolved, BufferFile.NameOf(position)), buffer, form, $"import {set}");
        }

        return OfflineDataSet.Complete(resolved, form, new CollectorEntry { Name = "import", Settings = [], Seed = 0 }, sorted);
    }
}
