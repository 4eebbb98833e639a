using Google.Protobuf;
using Xmrl.Runs.Files;
using Xmrl.Runs.TensorBoard.Schema;

namespace Xmrl.Runs.TensorBoard;

/// <summary>Reads the scalars of a TensorBoard event file, also while it is being written.</summary>
internal static class EventReader
{
    internal const string FileVersion = "brain.Event:2";

    /// <summary>Reads the complete records; other kinds of events (graphs, images) are left out.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Events in file order.</returns>
    /// <exception cref="InvalidDataException">A record is not valid; the message names file and byte.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IEnumerable<ScalarEvent> Read(string path)
    {
        using FileStream stream = RunFiles.OpenRead(path);
        bool isFirst = true;
        while (true)
        {
            long start = stream.Position;
            if (TryNext(stream, isFirst, out Event? found) is string fault)
            {
                throw new InvalidDataException($"{path}, byte {start}: {fault}.");
            }

            if (found is null)
            {
                yield break;
            }

            isFirst = false;
            if (found.Summary is { } summary)
            {
                yield return new ScalarEvent(
                    found.Step,
                    DateTimeOffset.UnixEpoch.AddSeconds(found.WallTime),
                    [
                        .. summary.Value.Where(static value => value.ValueCase == Summary.Types.Value.ValueOneofCase.SimpleValue)
                        .Select(static value => KeyValuePair.Create(value.Tag, value.SimpleValue)),
                    ]);
            }
        }
    }

    /// <summary>Reads the next event, or null at the end of the file.</summary>
    /// <returns>What is wrong, or null.</returns>
    internal static string? TryNext(Stream stream, bool isFirst, out Event? found)
    {
        found = null;
        if (RecordStream.TryRead(stream, out byte[]? data) is string fault)
        {
            return fault;
        }

        if (data is null)
        {
            return null;
        }

        Event read;
        try
        {
            read = Event.Parser.ParseFrom(data);
        }
        catch (InvalidProtocolBufferException error)
        {
            return $"a record is not an event ({error.Message.TrimEnd('.')})";
        }

        if (isFirst && read.FileVersion != FileVersion)
        {
            return $"the first record is not the version {FileVersion}: not an event file";
        }

        // Beyond these, a time is no date any more.
        if (!(read.WallTime >= 0 && read.WallTime < (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).TotalSeconds))
        {
            return $"an event has the time {read.WallTime}; expected seconds since 1970";
        }

        found = read;
        return null;
    }
}
