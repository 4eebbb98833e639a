namespace Xmrl.Experiments.Tests.Stages;

/// <summary>A clock that a test moves.</summary>
internal sealed class ManualTime : TimeProvider
{
    private TimeSpan _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Seconds since it began.</summary>
    internal double Seconds => _passed.TotalSeconds;

    public override long GetTimestamp() => _passed.Ticks;

    internal void Pass(double seconds) => _passed += TimeSpan.FromSeconds(seconds);
}
