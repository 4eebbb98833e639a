using System.Text;

namespace Xmrl.Cli;

/// <summary>Stands for an output that is closed: nothing can be written.</summary>
internal sealed class ClosedWriter : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => throw new IOException("it is closed");
}
