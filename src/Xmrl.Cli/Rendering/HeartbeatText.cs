using System.Globalization;
using Xmrl.Runs.Records;

namespace Xmrl.Cli.Rendering;

/// <summary>How far a run is, after the name of its stage.</summary>
internal static class HeartbeatText
{
    /// <summary>Such as ", 120 of 200 (34 % of the run, about 5 min left)"; empty for a run that is done, or did not say.</summary>
    internal static string Of(RunSummary run)
    {
        if (run.Status == "done" || run.Heartbeat is not { } beat || beat.Stage != run.State?.Stage)
        {
            return "";
        }

        string within = beat.Total > 0 ? string.Create(CultureInfo.InvariantCulture, $", {beat.Completed} of {beat.Total}") : "";
        string left = run.Status == "running" && beat.SecondsLeft is > 0 and { } seconds && seconds < TimeSpan.MaxValue.TotalSeconds
            ? $", about {RunTimes.Span(TimeSpan.FromSeconds(seconds))} left"
            : "";
        string share = beat.Share is { } done ? string.Create(CultureInfo.InvariantCulture, $" ({done:p0} of the run{left})") : "";
        return within + share;
    }
}
