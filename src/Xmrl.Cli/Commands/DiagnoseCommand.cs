using System.Collections.Immutable;
using System.CommandLine;
using Xmrl.Cli.Commands.Options;
using Xmrl.Cli.Rendering;
using Xmrl.Diagnosis;
using Xmrl.Experiments.Diagnosing;
using Xmrl.Numerics.Parallel;

namespace Xmrl.Cli.Commands;

/// <summary>diagnose: why each kind of task fails that a stored policy adapts to poorly, and one remedy.</summary>
internal static class DiagnoseCommand
{
    internal static void AddTo(RootCommand root, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var path = new Argument<string>("run") { Description = "Run directory." };
        var command = new Command(
            "diagnose",
            "Say why each kind of task fails that a stored policy adapts to poorly: cause, evidence, one remedy and its predicted gain.")
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
                "Change one value of the run's configuration for the diagnosis, such as poor.below=0.5 or diagnose.iterations=80; may "
                    + "be repeated.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<int> threads = RunOptions.ThreadsOf(context.Threads);
        command.Add(set);
        command.Add(threads);
        command.SetAction(parsed =>
        {
            string run = FinishedRun.Single(context, parsed.GetRequiredValue(path)).FullPath;
            bool json = parsed.GetValue(global.Json);
            if (!json && !parsed.GetValue(global.Quiet))
            {
                context.Error.WriteLine("Diagnosing …");
            }

            CliLogger log = CliLogger.Of(context, parsed.GetValue(global.Verbose));
            using var pool = new WorkPool(parsed.GetValue(threads), context.Processes);
            ImmutableArray<string> settings = [.. parsed.GetValue(set) ?? []];
            StoredDiagnosis diagnosis = RunDiagnosis.Diagnose(run, settings, pool, log, context.Token);
            var stored = StoredFile.Try(() => RunDiagnosis.Store(run, diagnosis), "diagnosis");
            context.Output.Kept = stored.Kept("diagnosis");
            if (json)
            {
                string state = stored.Code == ExitCode.Ok ? "done" : "failed";
                JsonOutput.Write(
                    context.Output, "diagnose",
                    new { state, exitCode = stored.Code, runDirectory = run, file = stored.Path, error = stored.Problem, diagnosis });
            }
            else
            {
                DiagnosisPrinter.Text(context.Output, diagnosis, stored.Path);
            }

            stored.Report(context);
            return stored.Code;
        });
        examples[command] =
        [
            "diagnose runs/drone-seed1", "diagnose runs/drone-rare-seed1 --set diagnose.iterations=80", "diagnose runs/bandit-seed1 --json",
        ];
    }
}
