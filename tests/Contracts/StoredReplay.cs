using System.Security.Cryptography;
using Xmrl.Meta.Learning;
using Xmrl.Rl.Replay;

namespace Xmrl.Contracts;

/// <summary>The replay of a training as its checkpoint stores it.</summary>
internal sealed class StoredReplay
{
    private readonly List<(int Task, ReplayHead Head, Dictionary<ReplaySegment, byte[]> Segments)> _tasks = [];

    /// <summary>SHA-256 over all tasks.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(
        [.. _tasks.SelectMany(task => task.Segments.Values.SelectMany(bytes => bytes)
            .Concat(System.Text.Encoding.UTF8.GetBytes($"{task.Task} {task.Head}")))]));

    /// <summary>The replay of a training; null where it has none.</summary>
    public static StoredReplay? Of(IMetaTraining training)
    {
        if (training is not IReplayTraining replaying)
        {
            return null;
        }

        var stored = new StoredReplay();
        foreach ((int task, ReplayBuffer buffer) in replaying.Replay)
        {
            stored._tasks.Add((task, buffer.Head, buffer.SegmentsOf(buffer.Head).ToDictionary(segment => segment, buffer.Encode)));
        }

        return stored;
    }

    /// <summary>Gives it to a training that has none.</summary>
    public void RestoreTo(IMetaTraining training)
    {
        foreach ((int task, ReplayHead head, Dictionary<ReplaySegment, byte[]> segments) in _tasks)
        {
            ((IReplayTraining)training).AddReplay(task).Restore(head, segment => segments[segment]);
        }
    }
}
