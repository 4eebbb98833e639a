using System.IO.Compression;
using Xmrl.Offline.Data;
using Xmrl.Runs.Files;

namespace Xmrl.Offline.Arrays;

/// <summary>Writes buffers as NumPy's .npz, one file per task, with the names of D4RL and what it lacks.</summary>
internal static class NpzExport
{
    // Archives carry the time of their entries: a fixed one keeps the same content the same bytes.
    private static readonly DateTimeOffset s_time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes all buffers of a set.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="folder">New or empty; receives a file per buffer, named as there with the end .npz.</param>
    /// <returns>Number of files.</returns>
    /// <exception cref="IOException">The folder is not empty, or a file cannot be written.</exception>
    public static int Write(OfflineDataSet set, string folder)
    {
        string resolved = RunFiles.Resolve(folder);
        if (!RunFiles.IsEmpty(resolved))
        {
            throw new IOException($"{folder} is not empty; expected a new folder.");
        }

        RunFiles.CreateFolder(resolved);
        foreach ((BufferEntry entry, TaskBuffer buffer) in set.Description.Buffers.Zip(set.Buffers))
        {
            string path = Path.Combine(resolved, Path.ChangeExtension(entry.File, ".npz"));
            RunFiles.Write(path, stream => Write(buffer, entry.Set, set.Description, stream));
        }

        return set.Buffers.Length;
    }

    /// <summary>Writes a buffer.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="set">Its set.</param>
    /// <param name="sizes">O, A and kind of actions.</param>
    /// <param name="stream">Receives the archive.</param>
    internal static void Write(TaskBuffer buffer, BufferSet set, DataSetDescription sizes, Stream stream)
    {
        (int n, int o) = (buffer.Steps, sizes.ObservationSize);
        var next = new float[buffer.Observations.Length];
        buffer.Observations.AsSpan(o).CopyTo(next);
        var terminals = new byte[n];
        var timeouts = new byte[n];
        for (int j = 0; j < buffer.Episodes; j++)
        {
            int last = buffer.EndOf(j) - 1;
            buffer.FinalObservations.AsSpan(j * o, o).CopyTo(next.AsSpan(last * o));
            (buffer.Terminated[j] == 1 ? terminals : timeouts)[last] = 1;
        }

        using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        Add<float>("observations", buffer.Observations, n, o);
        if (sizes.ActionChoices > 0)
        {
            Add<int>("actions", Array.ConvertAll(buffer.Actions, static action => (int)action), n, sizes.ActionSize);
        }
        else
        {
            Add<float>("actions", buffer.Actions, n, sizes.ActionSize);
        }

        Add<float>("rewards", buffer.Rewards, n);
        Add<byte>("terminals", terminals, n);
        Add<byte>("timeouts", timeouts, n);
        Add<float>("next_observations", next, n, o);
        Add<double>("task_parameters", [.. buffer.MdpTask.Parameters], buffer.MdpTask.Parameters.Length);
        Add<int>("task_set", [(int)set], 1);

        void Add<T>(string name, ReadOnlySpan<T> values, params ReadOnlySpan<int> shape)
            where T : unmanaged
        {
            ZipArchiveEntry entry = archive.CreateEntry($"{name}.npy", CompressionLevel.Fastest);
            entry.LastWriteTime = s_time;
            using Stream content = entry.Open();
            NpyWriter.Write(content, values, shape);
        }
    }
}
