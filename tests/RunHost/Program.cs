using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Xmrl.Experiments.Reporting;
using Xmrl.RunHost;
using Xmrl.Runs.Records;
using Xmrl.Runs.Reports;
using Xmrl.Training.Hosting;

// A program of its own, because tests kill it (all) or measure its memory (memory).
//   all FOLDER [STAGE PERCENT]  starts or continues every hosted run side by side, with a checkpoint after each iteration; prints
//     "RUN STAGE" when a run enters a stage; holds every run that comes to STAGE there, after PERCENT of its work
//   report RUN  makes the report of a run from its files and prints its SHA-256
//   memory FOLDER  trains a small MAML for 2,000 iterations and prints iteration, managed and native bytes now and then
string folder = args[1];
if (args[0] == "report")
{
    using var report = new MemoryStream();
    ReportFile.Write(Report.Of(RunDirectory.Open(folder)), report);
    Console.WriteLine(Convert.ToHexStringLower(SHA256.HashData(report.ToArray())));
    return;
}

if (args[0] == "memory")
{
    MemoryRun.Measure(folder);
    return;
}

(string Stage, int Percent)? hold = args.Length > 2 ? (args[2], int.Parse(args[3], CultureInfo.InvariantCulture)) : null;
Thread[] threads = [.. HostedRun.All.Select(hosted => new Thread(() => Continue(hosted)))];
foreach (Thread thread in threads)
{
    thread.Start();
}

foreach (Thread thread in threads)
{
    thread.Join();
}

void Continue(HostedRun hosted)
{
    string path = Path.Combine(folder, hosted.Name);
    bool isStarted = RunDirectory.IsRun(path);
    if (isStarted && RunDirectory.Open(path).ReadState().Phase == RunPhase.Done)
    {
        return;
    }

    new ExperimentHost().Run(
        hosted.Runner,
        new ExperimentRequest
        {
            Experiment = hosted.Runner.Name,
            Action = hosted.Action,
            Seed = 1,
            OutputDirectory = path,
            Threads = 1,
            SaveEvery = TimeSpan.Zero,
            Overrides = isStarted ? [] : [.. hosted.Overrides],
            ConfigurationFile = isStarted ? RunDirectory.Open(path).ConfigurationPath : null,
            ResumeFrom = isStarted ? path : null,
            CommandLine = "hosted",
        },
        new StagePrinter(hosted.Name, hold),
        NullLogger.Instance,
        CancellationToken.None);
}
