using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Rendering;

/// <summary>The time that is left of a whole run, from the share that it has done since its forecast.</summary>
internal sealed class RunClock(TimeProvider time)
{
    private long _began = time.GetTimestamp();
    private double _begunAt;

    /// <summary>The work begins.</summary>
    /// <param name="done">Share of the run that was done before.</param>
    internal void Begin(double done) => (_began, _begunAt) = (time.GetTimestamp(), done);

    /// <summary>A phrase that begins with a comma, such as ", run: about 5 min left"; empty where there is nothing to go by, or where the
    /// stage is the last one.</summary>
    internal string Left(StageProgress value)
    {
        bool isLast = value.StageIndex + 1 >= value.StageCount;
        return value.Share is { } share && share > _begunAt && share < 1 && !isLast
            ? $", run: about {RunTimes.Span(time.GetElapsedTime(_began) * ((1 - share) / (share - _begunAt)))} left"
            : "";
    }
}
