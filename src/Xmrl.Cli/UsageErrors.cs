using System.CommandLine;
using System.CommandLine.Parsing;
using Xmrl.Training.Configuration;

namespace Xmrl.Cli;

/// <summary>Says in one sentence what is wrong with a command line.</summary>
internal static class UsageErrors
{
    /// <summary>The first fault, or null.</summary>
    internal static string? Find(ParseResult parsed, string program)
    {
        Command command = parsed.CommandResult.Command;
        string help = $"See {program} {PathOf(parsed.CommandResult)}--help.";

        // The parser hands an unknown option to the next argument that is still free.
        IEnumerable<string> values = command.Arguments.SelectMany(argument => parsed.GetResult(argument)?.Tokens ?? [])
            .Select(static token => token.Value);
        if (values.Concat(parsed.UnmatchedTokens).FirstOrDefault(static token => token.Length > 1 && token[0] == '-') is string option)
        {
            string name = option.Split('=', 2)[0];
            string near = NearestName.Find(name, OptionNames(parsed.CommandResult)) is string found
                ? $" Did you mean {found}?"
                : $" {help}";
            return $"Unknown option {name}.{near}";
        }

        if (parsed.UnmatchedTokens.Count > 0)
        {
            string token = parsed.UnmatchedTokens[0];
            string[] names = [.. command.Subcommands.Select(static known => known.Name)];
            return names.Length > 0
                ? $"Unknown command {token}.{NearestName.Hint(token, names)}"
                : $"Unexpected argument {token}. {help}";
        }

        if (parsed.CommandResult.Children.FirstOrDefault(static given => given.Tokens.Any(IsEmpty)) is { } empty)
        {
            return empty is OptionResult { Option: { } given }
                ? $"{given.Name} is empty; expected <{given.HelpName ?? "value"}>. {help}"
                : $"<{((ArgumentResult)empty).Argument.Name}> is empty. {help}";
        }

        return parsed.Errors.Count == 0 ? null : $"{Sentence(parsed.Errors[0])}. {help}";
    }

    private static bool IsEmpty(Token token) => string.IsNullOrWhiteSpace(token.Value);

    private static string Sentence(ParseError error) => error.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0, Parent: CommandResult { Command: Command command } } missing
            => $"{command.Name} needs <{missing.Argument.Name}>",
        OptionResult { Tokens.Count: 0 } missing => $"{missing.Option.Name} needs <{missing.Option.HelpName ?? "value"}>",
        _ => error.Message.TrimEnd('.'),
    };

    private static IEnumerable<string> OptionNames(CommandResult result)
    {
        IEnumerable<string> names = result.Command.Options.Select(static option => option.Name);
        for (SymbolResult? above = result.Parent; above is CommandResult parent; above = parent.Parent)
        {
            names = names.Concat(parent.Command.Options.Where(static option => option.Recursive).Select(static option => option.Name));
        }

        return names;
    }

    /// <summary>Names of the commands below the program, each with a space after it.</summary>
    private static string PathOf(CommandResult result) =>
        result.Command is RootCommand ? "" : (result.Parent is CommandResult parent ? PathOf(parent) : "") + result.Command.Name + " ";
}
