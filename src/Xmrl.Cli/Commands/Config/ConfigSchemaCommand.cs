using System.CommandLine;
using Xmrl.Cli.Settings;
using Xmrl.Runs.Records;

namespace Xmrl.Cli.Commands.Config;

/// <summary>config schema: a JSON Schema of configuration files.</summary>
internal static class ConfigSchemaCommand
{
    internal static void AddTo(Command parent, CommandContext context, Dictionary<Command, string[]> examples)
    {
        var command = new Command(
            "schema",
            "Print a JSON Schema (draft 7) of configuration files: an editor that reads it completes keys, shows what they mean and marks "
                + "what is wrong.");
        command.SetAction(_ =>
        {
            context.Output.Write(SettingSchema.Create().ToJsonString(RunJson.Options));
            context.Output.WriteLine();
            return ExitCode.Ok;
        });
        parent.Add(command);
        examples[command] = ["config schema > xmrl.schema.json"];
    }
}
