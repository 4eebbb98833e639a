using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Xmrl.Cli;

/// <summary>The usual help, and then examples that can be copied.</summary>
internal sealed class ExampleHelpAction(
    HelpAction help, string program, IReadOnlyDictionary<Command, string[]> examples) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        if (parseResult.CommandResult.Command is RootCommand)
        {
            ProgramHelp.Write(program, parseResult.InvocationConfiguration.Output);
            return ExitCode.Ok;
        }

        _ = help.Invoke(parseResult);
        if (examples.TryGetValue(parseResult.CommandResult.Command, out string[]? lines))
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string line in lines)
            {
                output.WriteLine($"  {program} {line}");
            }
        }

        return ExitCode.Ok;
    }
}
