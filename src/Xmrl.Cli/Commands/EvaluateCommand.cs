using System.CommandLine;
using Microsoft.Extensions.Logging;
using Xmrl.Cli.Commands.Options;
using Xmrl.Cli.Rendering;
using Xmrl.Comparing.Tables;
using Xmrl.Experiments.Improvement;
using Xmrl.Runs.Records;
using Xmrl.Training.Evaluation;

namespace Xmrl.Cli.Commands;

/// <summary>evaluate: how a policy of a stored run adapts to fresh tasks.</summary>
internal static class EvaluateCommand
{
    private const int MostTasks = 10_000;
    private const int MostSteps = 1000;
    private const int MostRepeats = 1000;
    private const int MostTrajectories = 10_000;

    internal static void AddTo(RootCommand root, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var path = new Argument<string>("run") { Description = "Run directory." };
        var command = new Command("evaluate", "Adapt a policy of a stored run to fresh tasks, step by step, and score it.") { path };
        root.Add(command);
        if (!context.Asks(command.Name))
        {
            return;
        }

        Option<int?> tasks = RunOptions.WholeOrNull("--tasks", 2, MostTasks, "Fresh tasks; left out: 100.");
        Option<int?> steps = RunOptions.WholeOrNull(
            "--steps", 0, MostSteps, "Adaptation steps, also more than the run trained with; left out: as many.");
        Option<int?> repeats = RunOptions.WholeOrNull(
            "--repeats", 1, MostRepeats, "Independent adaptations per task; left out: the run's scoring.repeats.");
        Option<int?> trajectories = RunOptions.WholeOrNull(
            "--trajectories", 1, MostTrajectories, "Trajectories per adaptation step; left out: the run's scoring.adaptationTrajectories.");
        var method = new Option<string>("--method")
        {
            HelpName = "name",
            Description = "Which policy of the run: base, or a retrained one such as xmrl, continued or double-weight.",
            DefaultValueFactory = _ => EvaluationRequest.BaseMethod,
        };
        Option<ulong> seed = RunOptions.Whole<ulong>(
            "--seed", 1, 0, "Seed of the fresh tasks and adaptations; the same tasks for every run of an environment.");
        Option<int> threads = RunOptions.ThreadsOf(context.Threads);
        var adaptFrom = new Option<string?>("--adapt-from")
        {
            HelpName = "source",
            Description = "What an offline learner adapts to on the test tasks of its data: buffer, early or late (a third of the buffer), "
                + "own (episodes), other (another task's buffer) or none. Left out: fresh tasks, own episodes.",
        };
        var csv = new Option<string?>("--csv")
        {
            HelpName = "file",
            Description = "Write the score of every task and step as CSV too.",
        };
        foreach (Option option in new Option[] { tasks, steps, repeats, trajectories, method, adaptFrom, seed, threads, csv })
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            RunDirectory run = FinishedRun.Single(context, parsed.GetRequiredValue(path));
            bool json = parsed.GetValue(global.Json);
            ProgressView view = ProgressView.Create(context, json || parsed.GetValue(global.Quiet));
            var log = new CliLogger(view.Print, parsed.GetValue(global.Verbose) ? LogLevel.Information : LogLevel.Warning);
            RunEvaluation evaluation = view.Run(() => RunEvaluator.Evaluate(
                new ImprovedRun(run),
                new EvaluationRequest
                {
                    Tasks = parsed.GetValue(tasks) ?? new EvaluationRequest().Tasks,
                    Steps = parsed.GetValue(steps),
                    Repeats = parsed.GetValue(repeats),
                    Trajectories = parsed.GetValue(trajectories),
                    Method = parsed.GetRequiredValue(method),
                    AdaptFrom = parsed.GetValue(adaptFrom),
                    Seed = parsed.GetValue(seed),
                    Threads = parsed.GetValue(threads),
                    Processes = context.Processes,
                },
                view,
                log,
                context.Token));
            var stored = StoredFile.Try(() => RunEvaluator.Store(run, evaluation), "evaluation");
            context.Output.Kept = stored.Kept("evaluation");
            if (parsed.GetValue(csv) is { } table && context.Processes.Rank == 0)
            {
                CsvText.Write(table, TidyRows.EvaluationColumns, TidyRows.Of(evaluation));
            }

            if (json)
            {
                JsonOutput.Write(
                    context.Output, "evaluate",
                    new
                    {
                        state = stored.State,
                        exitCode = stored.Code,
                        runDirectory = run.FullPath,
                        file = stored.Path,
                        error = stored.Problem,
                        evaluation,
                    });
            }
            else
            {
                EvaluationPrinter.Text(context.Output, evaluation, stored.Path);
            }

            return stored.Report(context);
        });
        examples[command] =
        [
            "evaluate runs/drone-seed1", "evaluate runs/drone-seed1 --method xmrl --steps 5 --csv tasks.csv",
            "evaluate runs/bandit-seed1 --tasks 200 --seed 7 --json", "evaluate runs/bandit-seed1 --adapt-from own",
        ];
    }
}
