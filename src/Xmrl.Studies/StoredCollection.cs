using System.Diagnostics;
using Xmrl.Offline.Collecting;
using Xmrl.Offline.Data;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Studies;

/// <summary>The data set of a condition, which is collected where it is not complete.</summary>
internal static class StoredCollection
{
    /// <summary>Name of the stage.</summary>
    public const string Stage = "Collection";

    private const string DataFolder = "data";

    /// <summary>Collects or reads the data set.</summary>
    /// <param name="settings">What is collected.</param>
    /// <param name="tasks">Of which tasks.</param>
    /// <param name="request">Seed and threads.</param>
    /// <param name="run">The run, in whose folder the set lies.</param>
    /// <param name="book">Receives what it cost.</param>
    /// <param name="progress">Told how many tasks are done, of how many.</param>
    /// <param name="token">Checked before every step.</param>
    public static OfflineDataSet Of(
        StoredConfiguration settings, TaskSets tasks, ExperimentRequest request, RunDirectory run, StageBook book,
        Action<int, int> progress, CancellationToken token)
    {
        string folder = run.File(DataFolder);
        if (!OfflineDataSet.IsOne(folder))
        {
            long began = Stopwatch.GetTimestamp();
            var collecting = new DataCollector(
                new TrainConfiguration { Environment = settings.Environment, Policy = settings.Policy },
                new CollectSettings
                {
                    Collector = settings.Collector,
                    TrainingSteps = settings.TrainingSteps,
                    Steps = settings.TestSteps,
                    Seed = request.Seed,
                })
            { Tasks = tasks, Progress = progress };
            DataSetDescription made = collecting.Collect(folder, request.Threads, token);
            book.Add(new(
                Stage, 1, made.Buffers.Sum(buffer => (long)buffer.Steps), Stopwatch.GetElapsedTime(began).TotalSeconds));
        }

        IEnvironmentFamily family = LearnerFactory.Family(settings.Environment);
        return OfflineDataSet.Read(folder, family.Spec);
    }
}
