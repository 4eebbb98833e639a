using System.Collections.Immutable;
using System.CommandLine;
using Xmrl.Cli.Commands.Options;
using Xmrl.Cli.Rendering;
using Xmrl.Experiments.Improvement;
using Xmrl.Numerics.Parallel;

namespace Xmrl.Cli.Commands;

/// <summary>explain: which training tasks matter for those that a stored policy adapts to poorly.</summary>
internal static class ExplainCommand
{
    internal static void AddTo(RootCommand root, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var path = new Argument<string>("run") { Description = "Run directory." };
        var command = new Command(
            "explain",
            "Find the tasks that a stored policy adapts to poorly, and the training tasks that help or harm them.")
        {
            path,
        };
        root.Add(command);
        if (!context.Asks(command.Name))
        {
            return;
        }

        var set = new Option<string[]>("--set")
        {
            HelpName = "key=value",
            Description =
                "Change one value of the run's configuration for the explanation, such as explain.method=Exact, poor.below=0.5 or "
                    + "tasks.validation=50; may be repeated.",
            Arity = ArgumentArity.OneOrMore,
        };
        var leaveOut = new Option<int?>("--leave-out")
        {
            HelpName = "groups",
            Description =
                "Also retrain without each of this many groups of training tasks, by rank of influence, and compare what that does to "
                    + "the poor tasks.",
        };
        Option<int> threads = RunOptions.ThreadsOf(context.Threads);
        foreach (Option option in new Option[] { set, leaveOut, threads })
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            string run = FinishedRun.Single(context, parsed.GetRequiredValue(path)).FullPath;
            bool json = parsed.GetValue(global.Json);
            if (!json && !parsed.GetValue(global.Quiet))
            {
                context.Error.WriteLine("Explaining …");
            }

            CliLogger log = CliLogger.Of(context, parsed.GetValue(global.Verbose));
            using var pool = new WorkPool(parsed.GetValue(threads), context.Processes);
            ImmutableArray<string> settings = [.. parsed.GetValue(set) ?? []];
            RunExplanation explanation = RunExplainer.Explain(run, settings, pool, log, context.Token);
            if (parsed.GetValue(leaveOut) is { } groups)
            {
                explanation = RunExplainer.LeaveOut(
                    new LeaveOutRequest(run, settings, explanation, groups), pool, log, context.Token);
            }

            var stored = StoredFile.Try(() => RunExplainer.Store(run, explanation), "explanation");
            context.Output.Kept = stored.Kept("explanation");
            bool lacksSignal = explanation.Found.LacksSignal();
            int exitCode = lacksSignal ? ExitCode.Failed : stored.Code;
            if (json)
            {
                string state = exitCode == ExitCode.Ok ? "done" : "failed";
                JsonOutput.Write(
                    context.Output,
                    "explain",
                    new { state, exitCode, runDirectory = run, file = stored.Path, error = stored.Problem, explanation });
            }
            else
            {
                ExplanationPrinter.Text(context.Output, explanation, stored.Path);
            }

            stored.Report(context);
            return exitCode;
        });
        examples[command] =
        [
            "explain runs/drone-seed1", "explain runs/drone-seed1 --set explain.iterations=50 --set tasks.validation=50",
            "explain runs/drone-corrupted-seed1 --leave-out 10 --set retrain.iterations=20", "explain runs/bandit-seed1 --json",
        ];
    }
}
