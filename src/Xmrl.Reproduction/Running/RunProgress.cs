using System.Diagnostics;
using System.Globalization;
using Xmrl.Training.Hosting;

namespace Xmrl.Reproduction.Running;

/// <summary>Passes the progress of one run on as that of the whole reproduction, with the time that is left for all runs.</summary>
/// <param name="next">Receives it.</param>
/// <param name="run">The run.</param>
/// <param name="place">Its number from 0, and that of all runs.</param>
/// <param name="left">Seconds left for all runs, from the seconds of this run so far and its share done; null where they are not
/// known.</param>
/// <param name="forecast">The forecast for all runs from that of this run; null where it is not to be told.</param>
internal sealed class RunProgress(
    IProgress<StageProgress> next, ReproductionRun run, (int Index, int Count) place, Func<double, double, double?> left,
    Func<RunForecast, RunForecast?> forecast) : IProgress<StageProgress>
{
    private long _began = Stopwatch.GetTimestamp();
    private double _begunAt;

    public void Report(StageProgress value)
    {
        if (value.Forecast is { } own)
        {
            (_began, _begunAt) = (Stopwatch.GetTimestamp(), own.Done);
            if (forecast(own) is { } all)
            {
                next.Report(value with { Forecast = all });
            }

            return;
        }

        double within = value.Total > 0 ? Math.Clamp((double)value.Completed / value.Total, 0, 1) : 0;

        // Where the run does not say: the first stage of a run that only trains is nearly all of it; of an improvement it is about half.
        // Finished runs soon tell better.
        double share = value.Share
            ?? (value.StageCount <= 2 ? (value.StageIndex > 0 ? 1 : within) : (value.StageIndex + within) / value.StageCount);
        string time = Left(share) is { } seconds ? $"all runs: about {RunForecast.Span(seconds)} left" : string.Empty;
        string stage = value.Stage
            + (value.Total > 0 ? string.Create(CultureInfo.InvariantCulture, $", {value.Completed} of {value.Total}") : string.Empty);
        string[] detail = [time, value.Detail.Length == 0 ? stage : $"{stage}: {value.Detail}"];
        next.Report(
            new StageProgress(
                run.Label, place.Index, place.Count, (long)(100 * share), 100,
                string.Join("; ", detail.Where(part => part.Length > 0)))
            { IsPercentage = true });
    }

    /// <summary>Seconds left. A run that goes on begins at a share: its seconds count as if it had had its pace before.</summary>
    private double? Left(double share)
    {
        double seconds = Stopwatch.GetElapsedTime(_began).TotalSeconds;
        return _begunAt == 0 ? left(seconds, share)
            : share > _begunAt ? left(seconds / (share - _begunAt) * share, share)
            : null;
    }
}
