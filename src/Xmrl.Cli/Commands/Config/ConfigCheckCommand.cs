using System.CommandLine;
using Xmrl.Cli.Rendering;
using Xmrl.Training.Configuration;

namespace Xmrl.Cli.Commands.Config;

/// <summary>config check: all faults of a configuration file at once.</summary>
internal static class ConfigCheckCommand
{
    internal static void AddTo(Command parent, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var file = new Argument<string>("file") { Description = "YAML file." };
        var command = new Command("check", "Check a configuration file and name all of its faults. Ends with 2 if there are any.") { file };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(file);
            string[] faults = Faults(context, path);
            int code = faults.Length == 0 ? ExitCode.Ok : ExitCode.Usage;
            if (parsed.GetValue(global.Json))
            {
                JsonOutput.Write(
                    context.Output,
                    "config-check",
                    new { state = code == ExitCode.Ok ? "done" : "usage", exitCode = code, file = path, faults });
            }
            else if (faults.Length == 0)
            {
                context.Output.WriteLine($"{path} has no faults.");
            }
            else
            {
                foreach (string fault in faults)
                {
                    context.Output.WriteLine(fault);
                }

                context.Error.WriteLine($"xmrl: {path} has {faults.Length} fault{(faults.Length == 1 ? "" : "s")}.");
            }

            return code;
        });
        parent.Add(command);
        examples[command] = ["config check my.yaml"];
    }

    private static string[] Faults(CommandContext context, string file)
    {
        try
        {
            _ = ConfigSource.Of(context, file, isQuick: false, []);
            return [];
        }
        catch (ConfigurationException error)
        {
            return [.. error.Faults];
        }
    }
}
