using System.Globalization;
using System.Security.Cryptography;
using Xmrl.Meta.Learning;
using Xmrl.Rl.Replay;
using Xmrl.Runs.Files;
using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Training.Loop;

/// <summary>The replay of a training in files beside its checkpoints: one per task and segment. A checkpoint names its files with their
/// SHA-256; closed segments are written once, an open one anew under the number of its steps, so that no checkpoint's files ever
/// change.</summary>
/// <remarks>Segments are written before the checkpoint that names them, and deleted only after one that does not.</remarks>
/// <param name="run">Where they are.</param>
/// <param name="series">The training's checkpoints.</param>
internal sealed class ReplayFiles(RunDirectory run, string series)
{
    /// <summary>Tensor of a checkpoint: a row per task with its index and the numbers of its <see cref="ReplayHead"/>.</summary>
    internal const string HeadsName = "replay.heads";

    /// <summary>Prefix of the metadata that name a file, with its SHA-256 as value.</summary>
    internal const string FilePrefix = "replay.";

    private const int HeadNumbers = 4;
    private const long SegmentLimit = 1L << 30;

    private readonly Dictionary<string, string> _hashes = [];
    private readonly HashSet<string> _closed = [];
    private IReadOnlyCollection<string> _last = [];

    private const string FolderName = "replay";

    private string Folder => run.File(FolderName);

    /// <summary>Puts into a checkpoint where every replay stands.</summary>
    /// <param name="training">The training.</param>
    /// <param name="file">The checkpoint.</param>
    public static void Put(IReplayTraining training, SafetensorsFile file)
    {
        double[] heads =
        [
            .. training.Replay.SelectMany(
                entry => (double[])[entry.Task, entry.Buffer.Head.Count, entry.Buffer.Head.ContextStart, entry.Buffer.Head.Dropped]),
        ];
        file.Tensors[HeadsName] = StoredTensor.Of<double>(heads, heads.Length / HeadNumbers, HeadNumbers);
    }

    /// <summary>Writes the files of a checkpoint and names them in it; the checkpoint itself is written afterwards.</summary>
    /// <param name="training">The training, at the heads that the checkpoint holds or one iteration further.</param>
    /// <param name="file">The checkpoint.</param>
    public void Write(IReplayTraining training, SafetensorsFile file)
    {
        RunFiles.CreateFolder(Folder);
        Dictionary<int, ReplayHead> heads = Heads(file, series);
        foreach ((int task, ReplayBuffer buffer) in training.Replay)
        {
            // A task met in an iteration that is done again has no head yet.
            foreach (ReplaySegment segment in heads.TryGetValue(task, out ReplayHead head) ? buffer.SegmentsOf(head) : [])
            {
                string name = NameOf(task, segment);
                if (segment.IsClosed && _closed.Contains(name))
                {
                    file.Metadata[FilePrefix + name] = _hashes[name];
                    continue;
                }

                byte[] bytes = buffer.Encode(segment);
                file.Metadata[FilePrefix + name] = _hashes[name] = Convert.ToHexStringLower(SHA256.HashData(bytes));
                RunFiles.Write(Path.Combine(Folder, name), stream => stream.Write(bytes));
                if (segment.IsClosed)
                {
                    _closed.Add(name);
                }
            }
        }
    }

    /// <summary>Deletes the files that neither this checkpoint nor the one before it names.</summary>
    /// <param name="file">The checkpoint, which is stored by now.</param>
    public void DeleteUnnamed(SafetensorsFile file)
    {
        string[] named = [.. Named(file)];
        HashSet<string> kept = [.. named, .. _last];
        foreach (string path in RunFiles.List(Folder, $"{series}-task*.bin"))
        {
            if (!kept.Contains(Path.GetFileName(path)))
            {
                RunFiles.Delete(path);
                _closed.Remove(Path.GetFileName(path));
            }
        }

        _last = named;
    }

    /// <summary>Restores the replay of a training from a checkpoint's files.</summary>
    /// <param name="file">The checkpoint.</param>
    /// <param name="training">The training, without replay so far.</param>
    /// <param name="name">What messages call the checkpoint.</param>
    /// <exception cref="InvalidDataException">The checkpoint has no replay, or a file is missing, damaged or of another run; the message
    /// names it.</exception>
    public void Restore(SafetensorsFile file, IReplayTraining training, string name)
    {
        foreach ((int task, ReplayHead head) in Heads(file, name))
        {
            training.AddReplay(task).Restore(head, segment => Read(file, NameOf(task, segment), segment.IsClosed));
        }

        _last = [.. Named(file)];
    }

    /// <summary>Copies the files that a checkpoint names to a run that goes on from it.</summary>
    /// <param name="file">The checkpoint.</param>
    /// <param name="from">Its run.</param>
    /// <param name="to">The other run.</param>
    /// <exception cref="IOException">A file is missing or cannot be copied.</exception>
    internal static void Copy(SafetensorsFile file, RunDirectory from, RunDirectory to)
    {
        foreach (string name in Named(file))
        {
            RunFiles.CreateFolder(to.File(FolderName));
            RunFiles.Copy(Path.Combine(from.File(FolderName), name), Path.Combine(to.File(FolderName), name));
        }
    }

    private static IEnumerable<string> Named(SafetensorsFile file) => file.Metadata.Keys
        .Where(static key => key.StartsWith(FilePrefix, StringComparison.Ordinal)).Select(static key => key[FilePrefix.Length..]);

    private string NameOf(int task, ReplaySegment segment)
    {
        string steps = segment.IsClosed ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"-{segment.Steps}");
        return string.Create(CultureInfo.InvariantCulture, $"{series}-task{task}-{segment.Number:D6}{steps}.bin");
    }

    private static Dictionary<int, ReplayHead> Heads(SafetensorsFile file, string name)
    {
        int length = file.Tensors.TryGetValue(HeadsName, out StoredTensor? stored) ? stored.Count : 0;
        double[] numbers = TrainingCheckpoint.Numbers(file, HeadsName, length, name);
        if (numbers.Length % HeadNumbers != 0 || Array.Exists(numbers, static number => !(number >= 0 && double.IsInteger(number))))
        {
            throw new InvalidDataException($"{name}: tensor {HeadsName} does not hold whole numbers in rows of {HeadNumbers}.");
        }

        var heads = new Dictionary<int, ReplayHead>();
        foreach (double[] row in numbers.Chunk(HeadNumbers))
        {
            if (!(row[0] <= int.MaxValue) || !heads.TryAdd((int)row[0], new ReplayHead((long)row[1], (long)row[2], (long)row[3])))
            {
                throw new InvalidDataException($"{name}: tensor {HeadsName} has task {row[0]} twice or out of range.");
            }
        }

        return heads;
    }

    private byte[] Read(SafetensorsFile file, string name, bool isClosed)
    {
        string path = Path.Combine(Folder, name);
        if (!file.Metadata.TryGetValue(FilePrefix + name, out string? hash))
        {
            throw new InvalidDataException($"The checkpoint does not name {path}, which its replay needs.");
        }

        byte[] bytes;
        try
        {
            using FileStream stream = RunFiles.OpenRead(path, SegmentLimit);
            bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"{path} is missing; the replay of the run cannot be restored without it.", error);
        }

        string found = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (found != hash)
        {
            throw new InvalidDataException($"{path} has SHA-256 {found}; its checkpoint expects {hash}.");
        }

        _hashes[name] = hash;
        if (isClosed)
        {
            _closed.Add(name);
        }

        return bytes;
    }
}
