using System.CommandLine;
using System.Globalization;
using Xmrl.Cli.Rendering;
using Xmrl.Comparing.Tables;
using Xmrl.Runs;
using Xmrl.Runs.Curves;
using Xmrl.Runs.Provenance;
using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;
using Xmrl.Training.Loop;

namespace Xmrl.Cli.Commands.Runs;

/// <summary>runs show: the parts of one run, each checked.</summary>
internal static class RunsShowCommand
{
    internal static void AddTo(Command parent, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var path = new Argument<string>("run") { Description = "Run directory." };
        var command = new Command(
            "show",
            "Show what a run was asked, how far it came and what it left, and check its files against their SHA-256 and the run that "
                + "they name. "
            + "Ends with 1 if one is damaged or foreign.")
        {
            path,
        };
        command.SetAction(parsed =>
        {
            RunDirectory run = RunDirectory.Open(parsed.GetRequiredValue(path));
            var parts = new Parts(run);
            int code = parts.Problems.Length == 0 ? ExitCode.Ok : ExitCode.Failed;
            if (parsed.GetValue(global.Json))
            {
                JsonOutput.Write(context.Output, "runs-show", new
                {
                    state = "done",
                    exitCode = code,
                    runDirectory = run.FullPath,
                    status = parts.Summary.Status,
                    started = parts.Started,
                    run = parts.Summary.State,
                    heartbeat = parts.Summary.Heartbeat,
                    commands = parts.Commands,
                    environment = parts.Environment,
                    stages = parts.Stages,
                    trainings = parts.Trainings,
                    checkpoints = parts.Checkpoints,
                    evaluations = parts.Evaluations,
                    files = parts.Files,
                    problems = parts.Problems,
                });
            }
            else
            {
                Text(context.Output, run, parts);
            }

            return code;
        });
        parent.Add(command);
        examples[command] = ["runs show runs/drone-seed1", "runs show runs/drone-seed1 --json"];
    }

    private static void Text(TextWriter output, RunDirectory run, Parts parts)
    {
        if (parts.Summary.State is { } state)
        {
            output.WriteLine(
                $"{run.FullPath}: {state.Action} {state.Experiment}{(state.Quick ? " (quick)" : "")}, seed {state.Seed}, "
                    + $"{parts.Summary.Status}{(state.Stage.Length > 0 ? $" in {state.Stage}{HeartbeatText.Of(parts.Summary)}" : "")}.");
            string ended = state.FinishedAt is { } end ? $", ended {Time(end)} UTC" : "";
            string message = state.Message.Length > 0 ? " " + state.Message : "";
            DateTimeOffset first = parts.Started ?? state.StartedAt;
            string again = parts.Commands.Count > 1 && state.StartedAt > first ? $", last continued {Time(state.StartedAt)} UTC" : "";
            output.WriteLine($"Layout {state.Layout}. Started {Time(first)} UTC{again}{ended}.{message}");
        }

        if (parts.Summary is { Status: not "done", Heartbeat: { } beat })
        {
            output.WriteLine($"Last heard of {Time(beat.At)} UTC{(beat.Detail.Length > 0 ? $": {beat.Detail}" : "")}");
        }

        foreach (string line in parts.Commands)
        {
            output.WriteLine($"  {line}");
        }

        if (parts.Environment is { } environment)
        {
            string engine = environment.Libraries.TryGetValue(RunContinuation.EngineName, out string? version) ? $", MuJoCo {version}" : "";
            output.WriteLine(
                $"Xmrl {environment.XmrlVersion} "
                    + $"({environment.Commit ?? "commit unknown"}{(environment.Dirty == true ? ", changed" : "")}), "
                    + $"{environment.DotNet}, {environment.Precision}{engine}; {environment.OperatingSystem}; {environment.Processor}, "
                    + $"{environment.Cores} cores, {environment.VectorBits}-bit vectors.");
        }

        Table(
            ["Stage", "Iterations", "Environment steps", "Seconds"],
            [
                .. parts.Stages.Select(
                    stage =>
                        new[]
                        {
                            stage.Name,
                            Number(stage.Iterations),
                            Number(stage.Interactions),
                            stage.Seconds.ToString("0.0", CultureInfo.InvariantCulture),
                        }),
            ]);
        Table(
            ["Metrics", "Iterations", "Return after", "Parameters"],
            [
                .. parts.Trainings.Select(
                    training =>
                        new[]
                        {
                            training.File,
                            Number(training.Iterations),
                            training.ReturnAfter?.ToString("0.000", CultureInfo.InvariantCulture) ?? "",
                            training.Hash ?? "",
                        }),
            ]);
        Table(
            ["Checkpoint", "After iteration", "Whole"],
            [
                .. parts.Checkpoints.Select(
                    checkpoint => new[] { checkpoint.Name, Number(checkpoint.Iteration), checkpoint.Problem is null ? "yes" : "no" }),
            ]);
        foreach (string evaluation in parts.Evaluations)
        {
            output.WriteLine($"Evaluation: {evaluation}");
        }

        foreach (string problem in parts.Problems)
        {
            output.WriteLine($"Damaged: {problem}");
        }

        if (parts.Summary.State is { Layout: < RunDirectory.Layout and var layout })
        {
            output.WriteLine(
                $"Layout {layout} does not say to which run checkpoints, state and manifest belong: what was exchanged is not noticed.");
        }

        output.WriteLine(
            parts.Problems.Length == 0 ? $"{parts.Files} files are as the manifest says." : $"{parts.Problems.Length} damaged or foreign.");

        void Table(string[] headers, string[][] rows)
        {
            if (rows.Length > 0)
            {
                output.WriteLine();
                TextTable.Write(output, headers, rows);
            }
        }
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Everything that is shown.</summary>
    private sealed class Parts
    {
        private const int ShownDigits = 16;

        internal Parts(RunDirectory run)
        {
            Summary = RunSummary.Of(run);
            Commands = run.ReadCommands();
            Started = Summary.State is { } state ? RunRow.FirstStart(run, state) : null;
            var faults = new List<string>();
            Environment = Look(run.ReadEnvironment, null);
            Stages = Look(() => new StageBook(run).Entries, []);
            Trainings = [.. run.Series().Select(series => Training.Of(run, series))];
            Checkpoints = [.. run.Checkpoints.List().Select(stored => Checkpoint.Of(run, stored))];
            Evaluations = [.. run.Evaluations().Select(path => Path.GetFileName(path))];
            IEnumerable<string> unreadable = Summary.Problem is { } fault ? [.. faults, fault] : faults;
            Problems = [.. RunCheck.Problems(run).Select(problem => problem.Message).Concat(unreadable).Distinct()];
            Files = Look(() => run.Manifest.Entries.Count, 0);

            T Look<T>(Func<T> read, T otherwise)
            {
                try
                {
                    return read();
                }
                catch (InvalidDataException error)
                {
                    faults.Add(error.Message);
                    return otherwise;
                }
            }
        }

        internal RunSummary Summary { get; }

        internal IReadOnlyList<string> Commands { get; }

        /// <summary>When the run was begun; its state has the last start.</summary>
        internal DateTimeOffset? Started { get; }

        internal EnvironmentInfo? Environment { get; }

        internal IReadOnlyList<StageBook.Entry> Stages { get; }

        internal Training[] Trainings { get; }

        internal Checkpoint[] Checkpoints { get; }

        internal string[] Evaluations { get; }

        internal int Files { get; }

        internal string[] Problems { get; }

        internal sealed record Training(string File, long Iterations, double? ReturnAfter, string? Hash)
        {
            internal static Training Of(RunDirectory run, string series)
            {
                MetricsRow? last = null;
                long count = 0;
                foreach (MetricsRow row in run.ReadMetrics(series))
                {
                    last = row;
                    count++;
                }

                return new Training(
                    Path.GetFileName(run.MetricsPathOf(series)),
                    count,
                    last?.Values.TryGetValue("return_after", out double value) == true ? value : null,
                    last?.Hashes.FirstOrDefault(hash => hash.Key == ParameterHashes.All).Value?[..ShownDigits]);
            }
        }

        internal sealed record Checkpoint(string Name, long Iteration, string? Problem)
        {
            internal static Checkpoint Of(RunDirectory run, StoredCheckpoint stored)
            {
                string? problem = null;
                try
                {
                    _ = run.Checkpoints.Read(stored);
                }
                catch (Exception error) when (error is InvalidDataException or IOException)
                {
                    problem = FailureSentence.Of(error);
                }

                return new Checkpoint(Path.GetFileName(stored.FullPath), stored.Iteration, problem);
            }
        }
    }
}
