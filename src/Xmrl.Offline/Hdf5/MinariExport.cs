using System.Globalization;
using System.Text.Json;
using PureHDF;
using Xmrl.Offline.Data;
using Xmrl.Runs.Files;

namespace Xmrl.Offline.Hdf5;

/// <summary>Writes buffers as Minari data sets of the format hdf5, one per task.</summary>
/// <remarks>The bytes of an HDF5 file depend on the library's version; its content does not.</remarks>
/// <seealso href="https://minari.farama.org/content/dataset_standards/">Minari's standard.</seealso>
internal static class MinariExport
{
    private const string Version = "0.5.3";

    /// <summary>Writes all buffers of a set.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="folder">New or empty; receives a folder per buffer, named as its file there without the end.</param>
    /// <returns>Number of data sets.</returns>
    /// <exception cref="IOException">The folder is not empty, or a file cannot be written.</exception>
    public static int Write(OfflineDataSet set, string folder)
    {
        string resolved = RunFiles.Resolve(folder);
        if (!RunFiles.IsEmpty(resolved))
        {
            throw new IOException($"{folder} is not empty; expected a new folder.");
        }

        foreach ((BufferEntry entry, TaskBuffer buffer) in set.Description.Buffers.Zip(set.Buffers))
        {
            string data = Path.Combine(resolved, Path.GetFileNameWithoutExtension(entry.File), "data");
            RunFiles.CreateFolder(data);
            RunFiles.Write(Path.Combine(data, "main_data.hdf5"), stream => ToHdf5(buffer, set.Description).Write(stream));
            RunFiles.Write(Path.Combine(data, "metadata.json"), stream => WriteMetadata(buffer, entry, set.Description, stream));
        }

        return set.Buffers.Length;
    }

    /// <summary>One group per episode.</summary>
    internal static H5File ToHdf5(TaskBuffer buffer, DataSetDescription sizes)
    {
        (int o, int a) = (sizes.ObservationSize, sizes.ActionSize);
        var file = new H5File();
        for (int j = 0; j < buffer.Episodes; j++)
        {
            (int first, int end) = ((int)buffer.EpisodeStarts[j], buffer.EndOf(j));
            int n = end - first;
            float[] choices = buffer.Actions[(first * a)..(end * a)];
            var observations = new float[n + 1, o];
            var actions = new float[n, a];
            for (int t = 0; t < n; t++)
            {
                for (int i = 0; i < o; i++)
                {
                    observations[t, i] = buffer.Observations[((first + t) * o) + i];
                }

                for (int i = 0; i < a; i++)
                {
                    actions[t, i] = buffer.Actions[((first + t) * a) + i];
                }
            }

            for (int i = 0; i < o; i++)
            {
                observations[n, i] = buffer.FinalObservations[(j * o) + i];
            }

            var terminations = new bool[n];
            var truncations = new bool[n];
            (buffer.Terminated[j] == 1 ? terminations : truncations)[^1] = true;
            file[$"episode_{j}"] = new H5Group
            {
                ["observations"] = observations,
                ["actions"] = sizes.ActionChoices > 0 ? Array.ConvertAll(choices, static choice => (long)choice) : actions,
                ["rewards"] = Array.ConvertAll(buffer.Rewards[first..end], static reward => (double)reward),
                ["terminations"] = terminations,
                ["truncations"] = truncations,
                ["infos"] = new H5Group(),
                Attributes = { ["id"] = (long)j, ["total_steps"] = (long)n },
            };
        }

        return file;
    }

    private static void WriteMetadata(TaskBuffer buffer, BufferEntry entry, DataSetDescription set, Stream stream)
    {
        string name = Path.GetFileNameWithoutExtension(entry.File);
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        writer.WriteStartObject();
        writer.WriteNumber("total_episodes", buffer.Episodes);
        writer.WriteNumber("total_steps", buffer.Steps);
        writer.WriteString("data_format", "hdf5");
        writer.WriteString("observation_space", Box(set.ObservationSize, null));
        writer.WriteString("action_space", set.ActionChoices > 0
            ? $$"""{"type": "Discrete", "dtype": "int64", "start": 0, "n": {{set.ActionChoices}}}"""
            : Box(set.ActionSize, set.ActionLimit));
        writer.WriteString("dataset_id", $"xmrl/{name}-v0");
        writer.WriteString("minari_version", Version);
        writer.WriteString(
            "description",
            $"{set.Environment}, reward {set.RewardVersion}, {entry.Set.ToString().ToLowerInvariant()} task {entry.Index}, parameters "
                + string.Join(", ", entry.Parameters.Select(static value => value.ToString("R", CultureInfo.InvariantCulture)))
                + $"; collector {set.Collector.Name}");
        writer.WriteEndObject();
    }

    /// <summary>A space of real numbers as Minari stores it: JSON with Python's word for what has no bound.</summary>
    private static string Box(int size, double? limit)
    {
        string bound = limit?.ToString("R", CultureInfo.InvariantCulture) ?? "Infinity";
        string high = string.Join(", ", Enumerable.Repeat(bound, size));
        string low = string.Join(", ", Enumerable.Repeat($"-{bound}", size));
        return $$"""{"type": "Box", "dtype": "float32", "shape": [{{size}}], "low": [{{low}}], "high": [{{high}}]}""";
    }
}
