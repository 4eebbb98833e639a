using Xmrl.Runs.Records;

namespace Xmrl.Cli.Tests;

/// <summary>Messages that cannot be written are dropped; a result that cannot be written is a failure, and is said.</summary>
public sealed class BrokenStreamTests : IDisposable
{
    private readonly CliFixture _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("full")]
    [InlineData("gone")]
    [InlineData("closed")]
    [InlineData("disposed")]
    public void Improve_MessagesCannotBeWritten_RunsToTheEnd(string stream)
    {
        _cli.ErrorSink = new BrokenWriter(Failure(stream));

        _cli.Run("improve", "drone", "--verbose", "--out", _cli["run"]).ShouldBe(ExitCode.Ok);

        _cli.State(_cli["run"]).Phase.ShouldBe(RunPhase.Done);
        _cli.Output.ShouldContain($"Run:    {_cli["run"]}");
    }

    [Fact]
    public void Improve_MessagesCannotBeWrittenOnATerminal_RunsToTheEnd()
    {
        _cli.ErrorIsTerminal = true;
        _cli.ErrorSink = new BrokenWriter(new IOException("Input/output error"));

        _cli.Run("improve", "drone", "--out", _cli["run"]).ShouldBe(ExitCode.Ok);

        _cli.State(_cli["run"]).Phase.ShouldBe(RunPhase.Done);
    }

    [Theory]
    [InlineData("full")]
    [InlineData("gone")]
    [InlineData("closed")]
    [InlineData("disposed")]
    public void Improve_ResultCannotBeWritten_SaysThatTheRunIsDoneAndFails(string stream)
    {
        Exception failure = Failure(stream);
        _cli.OutputSink = new BrokenWriter(failure);

        _cli.Run("improve", "drone", "--quiet", "--out", _cli["run"]).ShouldBe(ExitCode.Failed);

        _cli.State(_cli["run"]).Phase.ShouldBe(RunPhase.Done);
        string reason = failure is IOException ? failure.Message : "it is closed, or open for reading only";
        _cli.Error.ShouldContain($"xmrl: The result could not be written to the output: {reason}. The run is done: {_cli["run"]}");
    }

    [Theory]
    [InlineData("improve", "nothing")]
    [InlineData("improve", "nothing", "--json")]
    [InlineData("--help")]
    [InlineData("--version")]
    public void Run_NothingCanBeWritten_EndsWithAFailureAndNoException(params string[] arguments)
    {
        _cli.OutputSink = new BrokenWriter(new IOException("No space left on device"));
        _cli.ErrorSink = new BrokenWriter(new IOException("No space left on device"));

        _cli.Run(arguments).ShouldNotBe(ExitCode.Ok);
    }

    /// <summary>What .NET throws where a stream is in that state: ENOSPC, EIO, EBADF, and after its end.</summary>
    private static Exception Failure(string stream) => stream switch
    {
        "full" => new IOException("No space left on device"),
        "gone" => new IOException("Input/output error"),
        "closed" => new UnauthorizedAccessException("Access to the path is denied."),
        _ => new ObjectDisposedException("writer"),
    };
}
