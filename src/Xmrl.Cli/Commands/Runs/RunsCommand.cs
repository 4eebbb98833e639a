using System.CommandLine;

namespace Xmrl.Cli.Commands.Runs;

/// <summary>runs: list, show, compare and diff what runs have left.</summary>
internal static class RunsCommand
{
    internal static void AddTo(RootCommand root, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var command = new Command("runs", "Look at stored runs: list, show, compare, diff, export.");
        root.Add(command);
        if (!context.Asks(command.Name))
        {
            return;
        }

        RunsListCommand.AddTo(command, context, global, examples);
        RunsShowCommand.AddTo(command, context, global, examples);
        CompareCommand.AddTo(command, context, global, examples);
        RunsDiffCommand.AddTo(command, context, global, examples);
        RunsExportCommand.AddTo(command, context, global, examples);
        examples[command] = ["runs list", "runs show runs/drone-seed1", "runs diff runs/drone-seed1 runs/drone-seed1-2"];
    }
}
