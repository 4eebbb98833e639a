using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Definitions;
using Xmrl.Meta.Learners;
using Xmrl.OwnMemory;
using Xmrl.Training.Hosting;
using Xmrl.Training.Settings;

LearnerTable.Register(new RewardMemory());

string folder = Directory.CreateTempSubdirectory("xmrl-sample-").FullName;
var request = new ExperimentRequest
{
    Experiment = BanditExperiment.Name,
    Action = ExperimentAction.Train,
    Seed = 1,
    Threads = Environment.ProcessorCount,
    OutputDirectory = Path.Combine(folder, "run"),
    Overrides =
    [
        .. LearnerArgument.Overrides("reward-memory", hasFile: false), "meta.trials=4", "meta.outerStepSize=0.3",
        "meta.iterations=10", "meta.tasksPerIteration=10", "tasks.validation=4", "tasks.test=20",
    ],
};
ExperimentOutcome outcome = new ExperimentHost().Run(
    BanditExperiment.Create(), request, new Progress<StageProgress>(), NullLogger.Instance, CancellationToken.None);
Directory.Delete(folder, recursive: true);
Console.WriteLine(
    $"{outcome.Rows[0].Method}: {outcome.Rows[0].Measure} {outcome.Rows[0].Score:f1} after a trial on 20 unseen bandits, "
        + "where random pulls earn 500.");
