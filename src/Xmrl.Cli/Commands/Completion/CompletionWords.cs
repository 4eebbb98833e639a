using System.CommandLine;
using System.CommandLine.Completions;
using Xmrl.Cli.Commands.Lists;
using Xmrl.Cli.Settings;
using Xmrl.Runs.Records;
using Xmrl.Training.Settings;

namespace Xmrl.Cli.Commands.Completion;

/// <summary>The words that can stand where a command line takes a name.</summary>
internal static class CompletionWords
{
    /// <summary>Gives every argument and option of the commands that were put together the words that it takes.</summary>
    /// <param name="root">The program.</param>
    /// <param name="context">Experiments, tables, and the folder of runs.</param>
    internal static void AddTo(RootCommand root, CommandContext context)
    {
        foreach (Command command in root.Subcommands)
        {
            Add(command, context);
        }
    }

    /// <summary>Writes what can follow, one word per line; options only where one was begun.</summary>
    /// <param name="parsed">A command line that asks for suggestions.</param>
    /// <param name="context">Receives the words.</param>
    /// <returns>The exit code.</returns>
    internal static int Answer(ParseResult parsed, CommandContext context)
    {
        using var found = new StringWriter();
        _ = parsed.Invoke(new InvocationConfiguration { Output = found, Error = TextWriter.Null });
        string line = context.Arguments.Count > 1 ? context.Arguments[1] : "";
        string word = line[(line.LastIndexOf(' ') + 1)..];
        foreach (string answer in found.ToString().ReplaceLineEndings("\n").Split('\n'))
        {
            if (answer.StartsWith(word, StringComparison.Ordinal) && (word.Length > 0 || !IsOption(answer)))
            {
                context.Output.WriteLine(answer);
            }
        }

        context.Output.Flush();
        return ExitCode.Ok;
    }

    private static bool IsOption(string word) => word is "" or "/?" or "/h" || word[0] == '-';

    private static void Add(Command command, CommandContext context)
    {
        foreach (Argument argument in command.Arguments)
        {
            if (OfArgument(command.Name, argument.Name, context) is { } words)
            {
                argument.CompletionSources.Add(words);
            }
        }

        foreach (Option option in command.Options)
        {
            if (OfOption(option.Name, context) is { } words)
            {
                option.CompletionSources.Add(words);
            }
        }

        foreach (Command inner in command.Subcommands)
        {
            Add(inner, context);
        }
    }

    private static Func<CompletionContext, IEnumerable<CompletionItem>>? OfArgument(
        string command, string argument, CommandContext context) => (command, argument) switch
        {
            ("train" or "check", "experiment" or "environment") => _ => Items(Starts(context)),
            ("improve" or "show", "experiment") => _ => Items([.. Starts(context), .. Runs(context)]),
            (_, "algorithm") => static _ => Items(LearnerArgument.Names),
            (_, "table") => _ => Items(NameLists.Names("tables", context)),
            (_, "run" or "runs" or "first" or "second") => _ => Items(Runs(context)),
            _ => null,
        };

    private static Func<CompletionContext, IEnumerable<CompletionItem>>? OfOption(string option, CommandContext context) => option switch
    {
        "--set" => static given => Items(Settings(given.WordToComplete)),
        "--method" or "--methods" => _ => Items(NameLists.Names("methods", context)),
        "--experiment" => _ => Items(NameLists.Names("experiments", context)),
        "--by" => static _ => Items(["meta.learner", "experiment", .. SettingCatalog.Keys()]),
        _ => null,
    };

    private static IEnumerable<string> Starts(CommandContext context)
        => [.. NameLists.Names("experiments", context), .. NameLists.Names("environments", context)];

    /// <summary>Keys with the sign after them; behind the sign, the words that are values.</summary>
    private static IEnumerable<string> Settings(string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            return SettingCatalog.Keys().Select(static key => $"{key}=");
        }

        Setting? setting = SettingCatalog.Find(word[..equals], owner: "");
        IEnumerable<string> values = setting?.Kind.StartsWith("true", StringComparison.Ordinal) == true
            ? ["true", "false"]
            : setting?.Values.Select(static value => value.Name) ?? [];
        return values.Select(value => $"{word[..equals]}={value}");
    }

    private static IEnumerable<string> Runs(CommandContext context)
    {
        string folder = Path.GetFullPath(context.RunsFolder);
        return RunCatalog.Find(context.RunsFolder)
            .Select(run => Path.Join(context.RunsFolder, Path.GetRelativePath(folder, run.FullPath)));
    }

    private static IEnumerable<CompletionItem> Items(IEnumerable<string> words) => words.Select(static word => new CompletionItem(word));
}
