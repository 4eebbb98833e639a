using Xmrl.Training.Hosting;

namespace Xmrl.RunHost;

/// <summary>Prints a line when a run enters a stage, and holds the run where a test wants to kill it.</summary>
/// <param name="run">Name of the run.</param>
/// <param name="hold">Stage in which the run goes no further, and the share of its work, in percent, after which; null for none.</param>
internal sealed class StagePrinter(string run, (string Stage, int Percent)? hold) : IProgress<StageProgress>
{
    /// <summary>A test kills within moments; this only ends a process whose test is gone.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    private string _stage = "";

    /// <summary>The line that says that a run is held.</summary>
    internal static string Held(string run, string stage) => $"{run} {stage} held";

    public void Report(StageProgress value)
    {
        if (value.Stage != _stage)
        {
            _stage = value.Stage;
            Console.WriteLine($"{run} {_stage}");
        }

        if (hold is { } place && value.Stage == place.Stage && value.Completed * 100 >= value.Total * place.Percent)
        {
            Console.WriteLine(Held(run, _stage));
            Thread.Sleep(s_patience);
            Environment.Exit(1);
        }
    }
}
