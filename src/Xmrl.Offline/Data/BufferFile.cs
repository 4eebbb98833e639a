using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Files;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Offline.Data;

/// <summary>The file of one buffer: safetensors, whose metadata repeat what dataset.json says of the set and of the task.</summary>
internal static class BufferFile
{
    private const string CollectionKey = "collection";

    /// <summary>Name of a buffer's file.</summary>
    /// <param name="position">Its position among the buffers of the set, ≥ 0.</param>
    public static string NameOf(int position) => $"task-{position.ToString("D5", CultureInfo.InvariantCulture)}.safetensors";

    /// <summary>Writes a buffer.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="buffer">The buffer, which was checked.</param>
    /// <param name="form">Sizes of the set.</param>
    /// <param name="collection">What is collected, by which a file of an interrupted collection is known again.</param>
    public static void Write(string path, TaskBuffer buffer, DataSetForm form, string collection)
    {
        (int o, int a) = (form.Spec.ObservationSize, form.Spec.ActionSize);
        var file = new SafetensorsFile();
        file.Tensors["observations"] = StoredTensor.Of<float>(buffer.Observations, buffer.Steps, o);
        file.Tensors["actions"] = StoredTensor.Of<float>(buffer.Actions, buffer.Steps, a);
        file.Tensors["rewards"] = StoredTensor.Of<float>(buffer.Rewards);
        file.Tensors["episode_starts"] = StoredTensor.Of<long>(buffer.EpisodeStarts);
        file.Tensors["terminated"] = StoredTensor.Of<byte>(buffer.Terminated);
        file.Tensors["final_observations"] = StoredTensor.Of<float>(buffer.FinalObservations, buffer.Episodes, o);
        if (buffer.PolicyNumbers is { } numbers)
        {
            file.Tensors["policy_numbers"] = StoredTensor.Of<int>(numbers);
        }

        if (buffer.ActionLogProbabilities is { } probabilities)
        {
            file.Tensors["action_log_probabilities"] = StoredTensor.Of<float>(probabilities);
        }

        foreach ((string key, string value) in Metadata(buffer.MdpTask, form.Spec))
        {
            file.Metadata[key] = value;
        }

        file.Metadata[CollectionKey] = collection;
        RunFiles.Write(path, file.Write);
    }

    /// <summary>Reads a buffer and checks all of it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="task">The task that it is to hold.</param>
    /// <param name="form">Sizes of the set.</param>
    /// <returns>The buffer.</returns>
    /// <exception cref="InvalidDataException">The file is not valid, or another task's; the message names file, tensor and row.
    /// </exception>
    public static TaskBuffer Read(string path, MdpTask task, DataSetForm form) => Read(Open(path), path, task, form);

    /// <summary>Reads a buffer that an interrupted collection left.</summary>
    /// <param name="path">The file.</param>
    /// <param name="task">The task that it is to hold.</param>
    /// <param name="form">Sizes of the set.</param>
    /// <param name="collection">What is collected.</param>
    /// <returns>The buffer; null where there is no file, a damaged one, or one of another collection.</returns>
    public static TaskBuffer? ReadOrNull(string path, MdpTask task, DataSetForm form, string collection)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            SafetensorsFile file = Open(path);
            return file.Metadata.TryGetValue(CollectionKey, out string? stored) && stored == collection
                ? Read(file, path, task, form)
                : null;
        }
        catch (InvalidDataException)
        {
            // Collected anew.
            return null;
        }
    }

    /// <summary>SHA-256 of a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Lower-case hexadecimal digits.</returns>
    public static string HashOf(string path)
    {
        using FileStream stream = RunFiles.OpenRead(path, SafetensorsFile.SizeLimit);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static SafetensorsFile Open(string path)
    {
        using FileStream stream = RunFiles.OpenRead(path, SafetensorsFile.SizeLimit);
        return SafetensorsFile.Read(stream, path);
    }

    private static TaskBuffer Read(SafetensorsFile file, string path, MdpTask task, DataSetForm form)
    {
        foreach ((string key, string expected) in Metadata(task, form.Spec))
        {
            if (!file.Metadata.TryGetValue(key, out string? found) || found != expected)
            {
                throw new InvalidDataException($"{path}: {key} is {found ?? "missing"}; expected {expected}.");
            }
        }

        int o = form.Spec.ObservationSize;
        float[] rewards = Values<float>("rewards");
        long[] starts = Values<long>("episode_starts");
        var buffer = new TaskBuffer
        {
            MdpTask = task,
            Observations = Values<float>("observations", rewards.Length, o),
            Actions = Values<float>("actions", rewards.Length, form.Spec.ActionSize),
            Rewards = rewards,
            EpisodeStarts = starts,
            Terminated = Values<byte>("terminated", starts.Length),
            FinalObservations = Values<float>("final_observations", starts.Length, o),
            PolicyNumbers = file.Tensors.ContainsKey("policy_numbers") ? Values<int>("policy_numbers", starts.Length) : null,
            ActionLogProbabilities = file.Tensors.ContainsKey("action_log_probabilities")
                ? Values<float>("action_log_probabilities", rewards.Length)
                : null,
        };
        form.Check(buffer, path);
        return buffer;

        T[] Values<T>(string name, params long[] shape)
            where T : unmanaged
        {
            try
            {
                StoredTensor tensor = file[name];
                if (tensor.Shape.Length != Math.Max(1, shape.Length) || (shape.Length > 0 && !tensor.Shape.SequenceEqual(shape)))
                {
                    string expected = shape.Length == 0 ? "n" : string.Join(", ", shape);
                    throw new InvalidDataException($"The shape is [{string.Join(", ", tensor.Shape)}]; expected [{expected}].");
                }

                return tensor.Values<T>();
            }
            catch (InvalidDataException error)
            {
                throw new InvalidDataException($"{path}, tensor {name}: {error.Message}", error);
            }
        }
    }

    private static IEnumerable<(string Key, string Value)> Metadata(MdpTask task, EnvironmentSpec spec) =>
    [
        ("format", DataSetDescription.FormatName),
        ("version", DataSetDescription.CurrentVersion.ToString(CultureInfo.InvariantCulture)),
        ("environment", spec.Id),
        ("rewardVersion", spec.RewardVersion),
        ("taskIndex", task.Index.ToString(CultureInfo.InvariantCulture)),
        ("taskParameters", JsonSerializer.Serialize(task.Parameters)),
    ];
}
