using System.CommandLine;

namespace Xmrl.Cli.Commands.Config;

/// <summary>config: what a configuration says, what it may say, and whether a file is right.</summary>
internal static class ConfigCommand
{
    internal static void AddTo(RootCommand root, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var command = new Command("config", "Show settings with their meaning, check a file, write a schema for editors.");
        root.Add(command);
        if (!context.Asks(command.Name))
        {
            return;
        }

        ConfigShowCommand.AddTo(command, context, global, examples);
        ConfigCheckCommand.AddTo(command, context, global, examples);
        ConfigSchemaCommand.AddTo(command, context, examples);
        examples[command] = ["config show drone --quick", "config check my.yaml", "config schema"];
    }
}
