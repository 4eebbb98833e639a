namespace Xmrl.Cli.Tests;

/// <summary>A command that saves nothing on the way ends as soon as it is told to; one that saves ends by itself.</summary>
public sealed class PromptEndTests : IDisposable
{
    private readonly CliFixture _cli = new() { Ends = [] };

    public void Dispose() => _cli.Dispose();

    [Fact]
    public void Run_StoppedWithNothingToSave_EndsTheProcess()
    {
        _cli.Cancel();

        _cli.Run("runs", "list", _cli["runs"]);

        _cli.Ends.ShouldBe([ExitCode.Cancelled]);
        _cli.Error.ShouldContain("xmrl: Stopped.");
    }

    [Theory]
    [InlineData("improve")]
    [InlineData("train")]
    public void Run_StoppedWithSomethingToSave_EndsByItself(string command)
    {
        _cli.Runner = new FakeRunner
        {
            Work = (request, token) =>
            {
                token.ThrowIfCancellationRequested();
                return FakeRunner.Outcome(request);
            },
        };
        _cli.Cancel();

        _cli.Run(command, "drone").ShouldBe(ExitCode.Cancelled);

        _cli.Ends.ShouldBeEmpty();
        _cli.Error.ShouldContain("Stopped. Continue with: xmrl resume ");
    }
}
