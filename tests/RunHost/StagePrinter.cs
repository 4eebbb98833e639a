using Xmrl.Experiments.Running;

namespace Xmrl.RunHost;

/// <summary>Prints a line when a run enters a stage.</summary>
internal sealed class StagePrinter(string run) : IProgress<StageProgress>
{
    private string _stage = "";

    public void Report(StageProgress value)
    {
        if (value.Forecast is null && value.Stage != _stage)
        {
            _stage = value.Stage;
            Console.WriteLine($"{run} {_stage}");
        }
    }
}
