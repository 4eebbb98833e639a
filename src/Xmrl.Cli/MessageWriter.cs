using System.Text;
using Xmrl.Cli.Rendering;

namespace Xmrl.Cli;

/// <summary>The one place through which all messages for people go: progress, warnings, errors. A message that cannot be written is
/// dropped, for a run is worth more than what is said about it:
/// the disk behind the stream may be full, the stream closed, the terminal gone.</summary>
/// <param name="next">Where the messages go; not disposed of here.</param>
internal sealed class MessageWriter(TextWriter next) : TextWriter
{
    private readonly Lock _lock = new();

    /// <summary>The same place, with control characters shown as escapes.</summary>
    internal MessageWriter Plain() => new(new PlainWriter(next));

    /// <summary>The same place as it is, for those who draw on a terminal and have escaped their texts.</summary>
    internal MessageWriter Drawing() => new(next is PlainWriter plain ? plain.Inner : next);

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => Try(() => next.Write(value));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(() => next.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Try(() => next.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void WriteLine() => Try(next.WriteLine);

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(() => next.WriteLine(value));

    /// <inheritdoc/>
    public override void Flush() => Try(next.Flush);

    private void Try(Action write)
    {
        lock (_lock)
        {
            try
            {
                write();
            }
            catch (Exception error) when (StandardStreams.IsFailure(error))
            {
                // There is nobody left to tell.
            }
        }
    }
}
