using Xmrl.Runs.Records;

namespace Xmrl.Training.Hosting;

/// <summary>Passes progress on, writes each new stage to state.json, and how far the run is to heartbeat.json, at most once a second.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="next">Receives every report.</param>
/// <param name="time">The clock.</param>
internal sealed class StageRecorder(RunDirectory run, IProgress<StageProgress> next, TimeProvider time) : IProgress<StageProgress>
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private string _stage = "";
    private long? _beaten;
    private StageProgress? _unwritten;

    public void Report(StageProgress value)
    {
        lock (_lock)
        {
            Enter(value);
            _unwritten = value;
            if (_beaten is not { } last || time.GetElapsedTime(last) >= s_pause)
            {
                Beat();
            }
        }

        next.Report(value);
    }

    /// <summary>Writes the last report, if it is not written yet: when the work ends.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            Beat();
        }
    }

    private void Enter(StageProgress value)
    {
        if (value.Stage != _stage)
        {
            _stage = value.Stage;
            run.EnterStage(value.Stage);
        }
    }

    private void Beat()
    {
        if (_unwritten is not { } value)
        {
            return;
        }

        // A run never ends because nobody can see how far it is.
        _ = run.TryBeat(new RunHeartbeat
        {
            Stage = value.Stage,
            StageIndex = value.StageIndex,
            StageCount = value.StageCount,
            Completed = value.Completed,
            Total = value.Total,
            Share = value.Share,
            SecondsLeft = value.SecondsLeft,
            Detail = value.Detail,
        });
        _beaten = time.GetTimestamp();
        _unwritten = null;
    }
}
