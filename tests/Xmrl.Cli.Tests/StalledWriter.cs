using System.Text;

namespace Xmrl.Cli.Tests;

/// <summary>A pipe whose reader does not read: writing waits until it is released.</summary>
internal sealed class StalledWriter : TextWriter
{
    private readonly ManualResetEventSlim _released = new();

    public override Encoding Encoding => Encoding.UTF8;

    public void Release() => _released.Set();

    public override void Write(char value) => _released.Wait();

    protected override void Dispose(bool disposing)
    {
        _released.Set();
        base.Dispose(disposing);
    }
}
