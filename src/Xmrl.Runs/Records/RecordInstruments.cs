using System.Diagnostics.Metrics;

namespace Xmrl.Runs.Records;

/// <summary>Instruments of the run record, under the meter Xmrl.Runs.</summary>
internal static class RecordInstruments
{
    private static readonly Meter s_meter = new("Xmrl.Runs");
    private static readonly Histogram<long> s_size = s_meter.CreateHistogram<long>(
        "xmrl.checkpoint.size", "By", "Size of a checkpoint that was saved.");
    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram<double>(
        "xmrl.checkpoint.duration", "s", "Time until a checkpoint was on the disk.");

    internal static Counter<long> Damaged { get; } = s_meter.CreateCounter<long>(
        "xmrl.checkpoint.damaged", "{checkpoint}", "Checkpoints left out because they are damaged.");

    internal static void Saved(long bytes, TimeSpan duration)
    {
        s_size.Record(bytes);
        s_duration.Record(duration.TotalSeconds);
    }
}
