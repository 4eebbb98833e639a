using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Xmrl.Cli.Tests;

public sealed class StopSignalsTests : IDisposable
{
    private readonly StringWriter _messages = new();
    private readonly HandClock _clock = new();
    private readonly List<int> _ends = [];
    private readonly StopSignals _signals;

    public StopSignalsTests() => _signals = new StopSignals(new MessageWriter(_messages), _clock, _ends.Add, TimeSpan.FromSeconds(30));

    public void Dispose()
    {
        _signals.Dispose();
        _messages.Dispose();
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [InlineData("USR1")]
    public void Token_SignalFromOutside_AsksToStop(string signal)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using Process kill = Process.Start("kill", [$"-{signal}", $"{Environment.ProcessId}"]);
        kill.WaitForExit();

        _signals.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        _messages.ToString().ShouldContain("Saving and stopping");
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGHUP)]
    public void Receive_CopiesWithinASecond_AreOneStop(PosixSignal signal)
    {
        _signals.Receive(signal);
        _signals.Receive(signal);
        _clock.Advance(StopSignals.SameStop - TimeSpan.FromTicks(1));
        _signals.Receive(PosixSignal.SIGINT);

        _ends.ShouldBeEmpty();
        _signals.Token.IsCancellationRequested.ShouldBeTrue();
        _messages.ToString().Split("Saving and stopping").Length.ShouldBe(2);
    }

    [Theory]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGHUP)]
    [InlineData((PosixSignal)10)]
    public void Receive_SignalOfProgramsLater_NeverEndsTheProcess(PosixSignal signal)
    {
        _signals.Receive(signal);
        _clock.Advance(TimeSpan.FromMinutes(1));
        _signals.Receive(signal);

        _ends.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT)]
    [InlineData(PosixSignal.SIGTERM)]
    public void Receive_CtrlCASecondLater_EndsTheProcess(PosixSignal first)
    {
        _signals.Receive(first);
        _clock.Advance(StopSignals.SameStop);
        _signals.Receive(PosixSignal.SIGINT);

        _ends.ShouldBe([ExitCode.Cancelled]);
    }

    [Fact]
    public void Receive_ReaderOfMessagesStalls_StopsAllTheSame()
    {
        using var stalled = new StalledWriter();
        using var signals = new StopSignals(new MessageWriter(stalled), _clock, _ends.Add);

        signals.Receive(PosixSignal.SIGTERM);

        signals.Token.IsCancellationRequested.ShouldBeTrue();
        stalled.Release();
    }

    private sealed class HandClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;
    }
}
