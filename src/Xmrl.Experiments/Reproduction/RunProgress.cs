using System.Diagnostics;
using System.Globalization;
using Xmrl.Experiments.Running;

namespace Xmrl.Experiments.Reproduction;

/// <summary>Passes the progress of one run on as that of the whole reproduction, with the time that is left for all runs.</summary>
internal sealed class RunProgress(IProgress<StageProgress> next, ReproductionRun run, (int Index, int Count) place, Func<double, double, double?> left) : IProgress<StageProgress>
{
    private readonly long _began = Stopwatch.GetTimestamp();

    public void Report(StageProgress value)
    {
        double within = value.Total > 0 ? Math.Clamp((double)value.Completed / value.Total, 0, 1) : 0;

        // The first stage of a run that only trains is nearly all of it; of an improvement it is about half. Finished runs soon tell better.
        double share = value.StageCount <= 2 ? (value.StageIndex > 0 ? 1 : within) : (value.StageIndex + within) / value.StageCount;
        string time = left(Stopwatch.GetElapsedTime(_began).TotalSeconds, share) is { } seconds ? $"all runs: about {Span(seconds)} left" : string.Empty;
        string stage = $"{value.Stage}{(value.Detail.Length == 0 ? string.Empty : $": {value.Detail}")}";
        next.Report(value with { Stage = run.Label, StageIndex = place.Index, StageCount = place.Count, Detail = time.Length == 0 ? stage : $"{time}; {stage}" });
    }

    internal static string Span(double seconds) => seconds < 90
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(seconds))} s")
        : seconds < 5400
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Round(seconds / 60)} min")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h");
}
