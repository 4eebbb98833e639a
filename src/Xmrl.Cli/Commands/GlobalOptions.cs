using System.CommandLine;

namespace Xmrl.Cli.Commands;

/// <summary>Options that every command takes.</summary>
internal sealed class GlobalOptions
{
    internal Option<bool> Json { get; } =
        new("--json") { Description = "Print one JSON document on the output and nothing else.", Recursive = true };

    internal Option<bool> Quiet { get; } = new("--quiet") { Description = "Show no progress.", Recursive = true };

    internal Option<bool> Verbose { get; } =
        new("--verbose") { Description = "Show messages, and where errors come from.", Recursive = true };

    internal Option<string[]> Environments { get; } = new("--environments")
    {
        HelpName = "file",
        Description =
            "Assembly (.dll) or project (.csproj) with environments of your own; may be repeated.",
        Recursive = true,
        Arity = ArgumentArity.OneOrMore,
    };
}
