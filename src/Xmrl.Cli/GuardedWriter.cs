using System.Text;

namespace Xmrl.Cli;

/// <summary>Hands text on and lets its heirs say what a failure of the stream behind means.</summary>
/// <param name="next">Where the text goes; not disposed of here.</param>
internal abstract class GuardedWriter(TextWriter next) : TextWriter
{
    /// <summary>Where the text goes.</summary>
    protected TextWriter Next { get; } = next;

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => Try(() => Next.Write(value));

    /// <inheritdoc/>
    public override void Write(string? value) => Try(() => Next.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Try(() => Next.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void WriteLine() => Try(Next.WriteLine);

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Try(() => Next.WriteLine(value));

    /// <inheritdoc/>
    public override void Flush() => Try(Next.Flush);

    /// <summary>Writes, and decides what a stream that cannot be written to means.</summary>
    /// <param name="write">Writes to the stream behind.</param>
    protected abstract void Try(Action write);
}
