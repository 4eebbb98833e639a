using System.Text;

namespace Xmrl.Cli.Tests;

/// <summary>A stream to which nothing can be written, as on a full disk.</summary>
internal sealed class BrokenWriter(Exception error) : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => throw error;

    public override void Flush() => throw error;
}
