using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Definitions;
using Xmrl.Meta.Learners;
using Xmrl.Runs.Records;
using Xmrl.Samples.OwnLearner;
using Xmrl.Training.Hosting;
using Xmrl.Training.Settings;

LearnerTable.Register(new FastContextMaml());

string folder = Directory.CreateTempSubdirectory("xmrl-sample-").FullName;
var request = new ExperimentRequest
{
    Experiment = Navigation2DExperiment.Name,
    Action = ExperimentAction.Train,
    Seed = 1,
    Threads = Environment.ProcessorCount,
    OutputDirectory = Path.Combine(folder, "run"),
    Overrides =
    [
        .. LearnerArgument.Overrides("fast-context-maml", hasFile: false), "meta.contextScale=10",
        "meta.iterations=2", "meta.tasksPerIteration=4", "tasks.validation=4", "tasks.test=10",
    ],
};
new ExperimentHost().Run(
    Navigation2DExperiment.Create(), request, new Progress<StageProgress>(), NullLogger.Instance, CancellationToken.None);

IEnumerable<string> settings = File.ReadLines(Path.Combine(request.OutputDirectory, "config.yaml"))
    .Where(line => line.Contains("ontext")).Select(line => line.Trim());
string settled = string.Join(", ", settings);
int iterations = RunDirectory.Open(request.OutputDirectory).ReadMetrics(string.Empty).Count();
Directory.Delete(folder, recursive: true);
Console.WriteLine($"{iterations} iterations of {settled}.");
