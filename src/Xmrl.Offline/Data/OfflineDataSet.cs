using System.Collections.Immutable;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;

namespace Xmrl.Offline.Data;

/// <summary>A data set in memory: its description and the buffers, in the same order.</summary>
/// <param name="Description">The content of dataset.json.</param>
/// <param name="Buffers">The buffers.</param>
internal sealed record OfflineDataSet(DataSetDescription Description, ImmutableArray<TaskBuffer> Buffers)
{
    /// <summary>Name of the description in the folder.</summary>
    public const string FileName = "dataset.json";

    /// <summary>γ of the stored scale of returns.</summary>
    public const double StoredDiscount = 0.99;

    /// <summary>The buffers of a set, in the order of their tasks.</summary>
    /// <param name="set">The set.</param>
    public IEnumerable<TaskBuffer> Of(BufferSet set)
        => Description.Buffers.Zip(Buffers).Where(pair => pair.First.Set == set).Select(pair => pair.Second);

    /// <summary>Whether a folder holds a complete data set.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsOne(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <summary>Reads the description of a data set and checks what it says of itself.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The description.</returns>
    /// <exception cref="InvalidDataException">The file is not valid.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DataSetDescription ReadDescription(string folder)
    {
        string path = Path.Combine(RunFiles.Resolve(folder), FileName);
        DataSetDescription found = RunJson.Read<DataSetDescription>(path);
        if (found.Format != DataSetDescription.FormatName || found.Version != DataSetDescription.CurrentVersion)
        {
            throw Wrong(
                $"format {found.Format}, version {found.Version}",
                $"{DataSetDescription.FormatName}, version {DataSetDescription.CurrentVersion}");
        }

        if (found.Buffers.IsDefaultOrEmpty || found.Collector.Settings.IsDefault)
        {
            throw Wrong("no buffers", "at least one");
        }

        if (!(found.ActionLimit > 0) || !(found.ReturnScale >= 0) || !double.IsFinite(found.ReturnScale))
        {
            throw Wrong($"actionLimit {found.ActionLimit} and returnScale {found.ReturnScale}", "a number > 0 and one ≥ 0");
        }

        var files = new HashSet<string>(StringComparer.Ordinal);
        var tasks = new HashSet<(BufferSet, int)>();
        foreach (BufferEntry entry in found.Buffers)
        {
            string name = $"buffer {entry.Set} {entry.Index}";
            if (entry.File != Path.GetFileName(entry.File) || entry.File is "" or "." or ".." || !files.Add(entry.File))
            {
                throw Wrong($"{name} in {entry.File}", "a file of its own in the same folder");
            }

            if (entry.Index < 0 || !tasks.Add((entry.Set, entry.Index)))
            {
                throw Wrong($"{name} twice or below 0", "every task of a set once");
            }

            if (entry.Parameters.IsDefault || entry.StageReturns is not { IsDefault: false, Length: TaskBuffer.Stages })
            {
                throw Wrong($"{name} without parameters or three stage returns", "both");
            }
        }

        return found;

        InvalidDataException Wrong(string what, string expected) => new($"{path} holds {what}; expected {expected}.");
    }

    /// <summary>Reads a data set whole, and checks every number of it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="spec">The environment that it is to be of.</param>
    /// <returns>The data set.</returns>
    /// <exception cref="InvalidDataException">The set is of another environment, or a file is not valid; the message names file, tensor and
    /// row.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static OfflineDataSet Read(string folder, EnvironmentSpec spec)
    {
        DataSetDescription description = ReadDescription(folder);
        string resolved = RunFiles.Resolve(folder);
        RequireSame(description, spec, folder);
        var form = new DataSetForm(spec, description.ActionLimit);
        var buffers = ImmutableArray.CreateBuilder<TaskBuffer>();
        foreach (BufferEntry entry in description.Buffers)
        {
            string path = Path.Combine(resolved, entry.File);
            string hash = BufferFile.HashOf(path);
            if (hash != entry.Sha256)
            {
                throw new InvalidDataException($"{path} has SHA-256 {hash}; {FileName} says {entry.Sha256}: the file was changed.");
            }

            var task = new MdpTask { EnvironmentId = spec.Id, Index = entry.Index, Parameters = entry.Parameters };
            TaskBuffer buffer = BufferFile.Read(path, task, form);
            if ((buffer.Steps, buffer.Episodes) != (entry.Steps, entry.Episodes))
            {
                throw new InvalidDataException(
                    $"{path} holds {buffer.Steps} steps in {buffer.Episodes} episodes; {FileName} says {entry.Steps} in "
                        + $"{entry.Episodes}.");
            }

            buffers.Add(buffer);
        }

        return new OfflineDataSet(description, buffers.ToImmutable());
    }

    /// <summary>Checks that a data set is of an environment.</summary>
    /// <param name="description">The data set.</param>
    /// <param name="spec">The environment.</param>
    /// <param name="folder">What messages call the set.</param>
    /// <exception cref="InvalidDataException">It is of another one.</exception>
    public static void RequireSame(DataSetDescription description, EnvironmentSpec spec, string folder)
    {
        Require("environment", description.Environment, spec.Id);
        Require("rewardVersion", description.RewardVersion, spec.RewardVersion);
        Require("horizon", description.Horizon, spec.Horizon);
        Require("observationSize", description.ObservationSize, spec.ObservationSize);
        Require("actionSize", description.ActionSize, spec.ActionSize);
        Require("actionChoices", description.ActionChoices, spec.ActionChoices);

        void Require<T>(string name, T found, T expected)
        {
            if (!EqualityComparer<T>.Default.Equals(found, expected))
            {
                throw new InvalidDataException($"{folder}: {name} is {found}; '{spec.Id}' has {expected}.");
            }
        }
    }

    /// <summary>Writes the description, which makes a folder of buffers a data set.</summary>
    /// <param name="folder">The folder with the buffers' files.</param>
    /// <param name="form">Sizes.</param>
    /// <param name="collector">Where the steps come from.</param>
    /// <param name="buffers">The buffers with their sets; buffer i lies in file i.</param>
    /// <returns>The description.</returns>
    public static DataSetDescription Complete(
        string folder, DataSetForm form, CollectorEntry collector, IReadOnlyList<(BufferSet Set, TaskBuffer Buffer)> buffers)
    {
        var description = new DataSetDescription
        {
            Format = DataSetDescription.FormatName,
            Version = DataSetDescription.CurrentVersion,
            Environment = form.Spec.Id,
            RewardVersion = form.Spec.RewardVersion,
            Horizon = form.Spec.Horizon,
            ObservationSize = form.Spec.ObservationSize,
            ActionSize = form.Spec.ActionSize,
            ActionChoices = form.Spec.ActionChoices,
            ActionLimit = form.ActionLimit,
            Collector = collector,
            ReturnDiscount = StoredDiscount,
            ReturnScale = ReturnScale.Of(
                buffers.Where(entry => entry.Set == BufferSet.Training).Select(entry => entry.Buffer), StoredDiscount),
            Buffers =
            [
                .. buffers.Select((entry, position) => new BufferEntry
                {
                    Set = entry.Set,
                    Index = entry.Buffer.MdpTask.Index,
                    Parameters = entry.Buffer.MdpTask.Parameters,
                    File = BufferFile.NameOf(position),
                    Sha256 = BufferFile.HashOf(Path.Combine(folder, BufferFile.NameOf(position))),
                    Steps = entry.Buffer.Steps,
                    Episodes = entry.Buffer.Episodes,
                    StageReturns = [.. entry.Buffer.StageReturns()],
                }),
            ],
        };
        RunJson.Write(Path.Combine(folder, FileName), description);
        return description;
    }
}
