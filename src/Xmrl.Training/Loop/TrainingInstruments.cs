using System.Diagnostics.Metrics;
using Xmrl.Meta.Learning;

namespace Xmrl.Training.Loop;

/// <summary>Instruments of training, under the meter Xmrl.Training; every measurement is tagged with its series.</summary>
internal static class TrainingInstruments
{
    private static readonly Meter s_meter = new("Xmrl.Training");
    private static readonly Counter<long> s_iterations = s_meter.CreateCounter<long>("xmrl.iterations", "{iteration}", "Outer iterations.");
    private static readonly Counter<long> s_interactions = s_meter.CreateCounter<long>(
        "xmrl.environment.steps", "{step}", "Environment steps.");
    private static readonly Histogram<double> s_duration = s_meter.CreateHistogram<double>(
        "xmrl.iteration.duration", "s", "Time of an iteration.");
    private static readonly Counter<double> s_phases = s_meter.CreateCounter<double>("xmrl.phase.time", "s", "Processor time by phase.");
    private static readonly Gauge<double> s_return = s_meter.CreateGauge<double>(
        "xmrl.return.after", description: "Mean return of the adapted policies on the iteration's tasks.");

    internal static void Record(string series, IterationReport report)
    {
        KeyValuePair<string, object?> tag = KeyValuePair.Create<string, object?>("series", series);
        s_iterations.Add(1, tag);
        s_interactions.Add(report.Interactions, tag);
        s_duration.Record(report.WallSeconds, tag);
        s_return.Record(report.ReturnAfter, tag);
        Phase("sampling", report.Profile.Sampling);
        Phase("advantages", report.Profile.Advantages);
        Phase("gradients", report.Profile.Gradients);
        Phase("outer", report.Profile.Outer);

        void Phase(string name, double seconds) => s_phases.Add(seconds, tag, KeyValuePair.Create<string, object?>("phase", name));
    }
}
