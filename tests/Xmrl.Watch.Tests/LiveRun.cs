using System.Globalization;
using System.Text;
using Xmrl.Experiments.Definitions;
using Xmrl.Runs.Records;
using Xmrl.Training.Configuration;
using Xmrl.Training.Loop;

namespace Xmrl.Watch.Tests;

/// <summary>A run that is at work in this process until it is disposed.</summary>
internal sealed class LiveRun : IDisposable
{
    private readonly IDisposable _lock;

    private LiveRun(RunDirectory run) => (Run, _lock) = (run, run.Lock());

    public RunDirectory Run { get; }

    /// <summary>Begins one.</summary>
    /// <param name="folder">Folder of runs.</param>
    /// <param name="name">Its name.</param>
    /// <param name="experiment">What it says that it is.</param>
    public static LiveRun Begin(string folder, string name, string experiment = DroneExperiment.Name)
    {
        RunDirectory run = RunDirectory.Create(
            Path.Combine(folder, name), force: false,
            new RunState { Phase = RunPhase.Running, Action = "improve", Experiment = experiment, Seed = 3 },
            prepare: static run => File.WriteAllText(run.ConfigurationPath, ConfigurationWriter.Write(DroneExperiment.Configuration)));
        run.EnterStage(StageBook.MetaTraining);
        return new LiveRun(run);
    }

    /// <summary>Copies of a run that was killed: run0, run1 …</summary>
    /// <param name="folder">Folder of runs.</param>
    /// <param name="count">How many.</param>
    public static void Many(string folder, int count)
    {
        LiveRun first = Begin(folder, "run0");
        first.Dispose();
        for (int i = 1; i < count; i++)
        {
            string path = Directory.CreateDirectory(Path.Combine(folder, $"run{i}")).FullName;
            foreach (string file in Directory.GetFiles(first.Run.FullPath))
            {
                File.Copy(file, Path.Combine(path, Path.GetFileName(file)));
            }
        }
    }

    /// <summary>Appends iterations to its metrics.</summary>
    /// <param name="from">Number of the first.</param>
    /// <param name="count">How many.</param>
    public void Append(int from, int count)
    {
        var text = new StringBuilder();
        for (int i = from; i < from + count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{{\"iteration\":{i},\"return_before\":0,\"return_after\":{i},")
                .Append("\"interactions\":100,\"seconds\":0.5,\"sampling_seconds\":0.25}\n");
        }

        File.AppendAllText(Run.MetricsPath, text.ToString());
    }

    /// <summary>Ends it as a kill does, and deletes its folder.</summary>
    public void Delete()
    {
        Dispose();
        Directory.Delete(Run.FullPath, recursive: true);
    }

    public void Dispose() => _lock.Dispose();
}
