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
    [InlineData(40)]
    [InlineData(64)]
    [InlineData(100)]
    public void Files_TooFewMayBeOpen_EndsWithASentenceBeforeAnythingIsMade(int limit)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        CliResult result = CliProcess.Shell($"ulimit -n {limit}; {TinyArguments.ShellImprove(_folder["run"])}");

        result.Code.ShouldBe(ExitCode.Failed, result.Error);
        result.Error.Trim()
            .ShouldBe(
                $"xmrl: This process may have {limit} files open; expected at least {OpenFileLimit.Least}. Raise the limit with ulimit "
                    + $"-n {OpenFileLimit.Least}.");
        Directory.Exists(_folder["run"]).ShouldBeFalse();
    }

    [Fact]
    public void Files_AsManyAsAskedFor_AreEnough()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        CliResult result = CliProcess.Shell($"ulimit -n {OpenFileLimit.Least}; {TinyArguments.ShellImprove(_folder["run"])}");

        result.Code.ShouldBe(ExitCode.Ok, result.Error);
    }

    [Theory]
    [InlineData("Max open files            64                   1024                 files     ", 64L)]
    [InlineData("Max open files            1024                 1024                 files     ", null)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null)]
    [InlineData("Max processes             7                    7                    processes ", null)]
    public void Fault_Limits_NamesTheOneInForce(string line, long? found)
        => OpenFileLimit.Fault(["Limit                     Soft Limit           Hard Limit           Units     ", line])
            .ShouldBe(
                found is null
                    ? null
                    : $"This process may have {found} files open; expected at least {OpenFileLimit.Least}. Raise the limit with ulimit "
                        + $"-n {OpenFileLimit.Least}.");
}
