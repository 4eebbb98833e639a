using Google.Protobuf;
using Xmrl.Runs.Files;
using Xmrl.Runs.TensorBoard.Schema;

namespace Xmrl.Runs.TensorBoard;

/// <summary>Appends scalars to a TensorBoard event file; every record is whole in the file before <see cref="Write"/> returns.</summary>
/// <remarks>TensorBoard shows every file whose name holds <c>tfevents</c>, and calls it by its folder.</remarks>
/// <seealso href="https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto">The messages.</seealso>
internal sealed class EventWriter : IDisposable
{
    /// <summary>Name of the file in its folder.</summary>
    public const string FileName = "events.out.tfevents.xmrl";

    private readonly FileStream _stream;
    private readonly TimeProvider _time;

    private EventWriter(FileStream stream, TimeProvider time, long nextStep)
    {
        _stream = stream;
        _time = time;
        NextStep = nextStep;
    }

    /// <summary>One more than the last step that the file holds; 0 for none.</summary>
    public long NextStep { get; private set; }

    /// <summary>Opens the file; what a resumed run will write again is removed first, as is everything from the first record that is
    /// unfinished or damaged.</summary>
    /// <param name="path">The file; created, with its folder, if missing.</param>
    /// <param name="nextStep">First step that will be written; records from it on are dropped. 0 starts anew.</param>
    /// <param name="time">The clock; the system's if left out.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static EventWriter Open(string path, long nextStep = 0, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegative(nextStep);
        RunFiles.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        FileStream stream = RunFiles.OpenWrite(path);
        try
        {
            long end = 0;
            long kept = 0;
            while (EventReader.TryNext(stream, isFirst: end == 0, out Event? found) is null
                && found is not null
                && (end == 0 || found.Step < nextStep))
            {
                kept = found.Summary is null ? kept : Math.Max(kept, found.Step + 1);
                end = stream.Position;
            }

            stream.SetLength(end);
            stream.Position = end;
            var writer = new EventWriter(stream, time ?? TimeProvider.System, kept);
            if (end == 0)
            {
                writer.Append(new Event { FileVersion = EventReader.FileVersion });
            }

            return writer;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Writes the scalars of one step.</summary>
    /// <param name="step">Step, at least <see cref="NextStep"/>.</param>
    /// <param name="values">Numbers by tag, rounded to single precision; a tag's part before the first slash is the group that it is shown
    /// in.</param>
    /// <exception cref="ArgumentException">The step was written before, or a tag is empty.</exception>
    public void Write(long step, IEnumerable<KeyValuePair<string, double>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(step, NextStep);
        var summary = new Summary();
        foreach ((string tag, double value) in values)
        {
            ArgumentException.ThrowIfNullOrEmpty(tag, nameof(values));
            summary.Value.Add(new Summary.Types.Value { Tag = tag, SimpleValue = (float)value });
        }

        Append(new Event { Step = step, Summary = summary });
        NextStep = step + 1;
    }

    /// <summary>Flushes to the disk.</summary>
    public void Flush() => _stream.Flush(flushToDisk: true);

    /// <summary>Flushes to the disk and closes the file.</summary>
    public void Dispose()
    {
        Flush();
        _stream.Dispose();
    }

    private void Append(Event found)
    {
        found.WallTime = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
        RecordStream.Write(_stream, found.ToByteArray());
        _stream.Flush();
    }
}
