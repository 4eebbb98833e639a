using Xmrl.Fixtures;
using Xmrl.Runs.Records;

namespace Xmrl.Cli.Tests.EndToEnd;

/// <summary>Where the system gives too little, the program ends with a sentence and an exit code.</summary>
public sealed class ScarceResourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("runs list --json")]
    [InlineData("runs list")]
    [InlineData("--help")]
    [InlineData("doctor --nonsense --json")]
    public void Output_DeviceIsFull_EndsWithASentence(string command)
    {
        if (!File.Exists("/dev/full"))
        {
            return;
        }

        RunDirectory.Create(_folder["runs/a"], force: false, new RunState { Phase = RunPhase.Running });

        CliResult result = CliProcess.Shell($"cd '{_folder.FullPath}'; xmrl {command} >/dev/full");

        result.Code.ShouldBeInRange(ExitCode.Failed, ExitCode.Usage, result.Error);
        result.Error.ShouldStartWith("xmrl: ");
        result.Error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(128)]
    public void Files_TooFewMayBeOpen_EndsWithASentence(int limit)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        CliResult result = CliProcess.Shell($"ulimit -n {limit}; xmrl {string.Join(' ', TinyArguments.Improve(_folder["run"]).Select(word => $"'{word}'"))}");

        // With as many as it needs, it works.
        if (result.Code != ExitCode.Ok)
        {
            result.Code.ShouldBe(ExitCode.Failed, result.Error);
            result.Error.ShouldContain("xmrl: ");
            result.Error.ShouldNotContain("   at ");
        }
    }
}
