using Xmrl.Runs.Records;

namespace Xmrl.Experiments.Running;

/// <summary>Passes progress on and writes each new stage to state.json.</summary>
internal sealed class StageRecorder(RunDirectory run, IProgress<StageProgress> next) : IProgress<StageProgress>
{
    private readonly Lock _lock = new();
    private string _stage = "";

    public void Report(StageProgress value)
    {
        lock (_lock)
        {
            if (value.Forecast is null && value.Stage != _stage)
            {
                _stage = value.Stage;
                run.EnterStage(value.Stage);
            }
        }

        next.Report(value);
    }
}
