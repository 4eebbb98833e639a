using System.Diagnostics;
using System.Globalization;
using Xmrl.Training.Hosting;

namespace Xmrl.Reproduction.Running;

/// <summary>Passes the progress of one run on as that of the whole reproduction, with the time that is left for all runs.</summary>
/// <param name="next">Receives it.</param>
/// <param name="run">The run.</param>
/// <param name="place">Its number from 0, and that of all runs.</param>
/// <param name="left">Seconds left for all runs, from those that this run took so far, as if it had never stopped, and those that it says
/// are left of it, null where it does not say; null where they are not known.</param>
internal sealed class RunProgress(
    IProgress<StageProgress> next, ReproductionRun run, (int Index, int Count) place, Func<double, double?, double?> left)
    : IProgress<StageProgress>
{
    private readonly long _began = Stopwatch.GetTimestamp();

    public void Report(StageProgress value)
    {
        double within = value.Total > 0 ? Math.Clamp((double)value.Completed / value.Total, 0, 1) : 0;

        // Where the run does not say: the first stage of a run that only trains is nearly all of it; of an improvement it is about half.
        // Finished runs soon tell better.
        double share = value.Share
            ?? (value.StageCount <= 2 ? (value.StageIndex > 0 ? 1 : within) : (value.StageIndex + within) / value.StageCount);
        double seconds = Stopwatch.GetElapsedTime(_began).TotalSeconds;
        double? all = value.SecondsLeft is { } own ? left(Math.Max(seconds, Before(own, share)), own) : left(seconds, null);
        string time = all is { } known ? $"all runs: about {TimeSpans.Describe(known)} left" : string.Empty;
        string stage = value.Stage
            + (value.Total > 0 ? string.Create(CultureInfo.InvariantCulture, $", {value.Completed} of {value.Total}") : string.Empty);
        string[] detail = [time, value.Detail.Length == 0 ? stage : $"{stage}: {value.Detail}"];
        next.Report(
            new StageProgress(
                run.Label, place.Index, place.Count, (long)(100 * share), 100,
                string.Join("; ", detail.Where(part => part.Length > 0)))
            { IsPercentage = true, SecondsLeft = all });
    }

    /// <summary>What a run took before, at the pace of its rest: it counts where the run began in another process.</summary>
    private static double Before(double left, double share) => share < 1 ? left / (1 - share) * share : 0;
}
