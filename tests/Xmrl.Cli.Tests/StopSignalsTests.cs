using System.Diagnostics;

namespace Xmrl.Cli.Tests;

public sealed class StopSignalsTests
{
    [Fact]
    public void Token_FirstSignal_AsksToStop()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var messages = new StringWriter();
        using var signals = new StopSignals(TextWriter.Synchronized(messages));

        using Process kill = Process.Start("kill", ["-TERM", $"{Environment.ProcessId}"]);
        kill.WaitForExit();

        signals.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        messages.ToString().ShouldContain("once more ends at once");
    }
}
