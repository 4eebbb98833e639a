using System.Text;
using Xmrl.Cli.Rendering;

namespace Xmrl.Cli;

/// <summary>Where a command's result goes: tables, documents. What cannot be written throws <see cref="ResultLostException"/>, whatever the
/// stream itself throws.</summary>
/// <param name="next">Where the result goes; not disposed of here.</param>
internal sealed class ResultWriter(TextWriter next) : TextWriter
{
    /// <summary>Where the result is kept besides, in a sentence; null where it is not.</summary>
    internal string? Kept { get; set; }

    /// <summary>The same place, with control characters shown as escapes.</summary>
    internal ResultWriter Plain() => new(new PlainWriter(next));

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
        try
        {
            write();
        }
        catch (Exception error) when (StandardStreams.IsFailure(error))
        {
            throw new ResultLostException(error, Kept);
        }
    }
}
