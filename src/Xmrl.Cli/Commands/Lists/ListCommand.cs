using System.CommandLine;
using Xmrl.Cli.Rendering;
using Xmrl.Training.Configuration;

namespace Xmrl.Cli.Commands.Lists;

/// <summary>list: what can be named on the command line.</summary>
internal static class ListCommand
{
    internal static void AddTo(RootCommand root, CommandContext context, GlobalOptions global, Dictionary<Command, string[]> examples)
    {
        var kind = new Argument<string?>("kind")
        {
            Description = $"{string.Join(", ", NameLists.Kinds)}; left out: how many there are of each.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("list", "List experiments, learners, methods, tables or environments.") { kind };
        root.Add(command);
        if (!context.Asks(command.Name))
        {
            return;
        }

        kind.CompletionSources.Add(NameLists.Kinds);
        command.SetAction(parsed =>
        {
            bool json = parsed.GetValue(global.Json);
            if (parsed.GetValue(kind) is not { } word)
            {
                Counts(context, json);
                return ExitCode.Ok;
            }

            string found = NameLists.Kinds.Contains(word)
                ? word
                : throw new ConfigurationException($"There is no list of {word}.{NearestName.Hint(word, NameLists.Kinds)}");
            NameList list = NameLists.Of(found, context);
            if (json)
            {
                JsonOutput.Result(context.Output, "list", new { kind = found, entries = list.Documents });
            }
            else
            {
                TextTable.Write(context.Output, list.Headers, list.Rows);
            }

            return ExitCode.Ok;
        });
        examples[command] = ["list", "list learners", "list experiments --json"];
    }

    private static void Counts(CommandContext context, bool json)
    {
        (string Kind, int Count)[] counts = [.. NameLists.Kinds.Select(kind => (kind, NameLists.Of(kind, context).Rows.Count))];
        if (json)
        {
            JsonOutput.Result(context.Output, "lists", new { lists = counts.Select(static one => new { one.Kind, one.Count }) });
            return;
        }

        TextTable.Write(
            context.Output,
            ["Count", "What", "Command"],
            [.. counts.Select(one => new[] { $"{one.Count}", one.Kind, $"{context.Program} list {one.Kind}" })]);
    }
}
