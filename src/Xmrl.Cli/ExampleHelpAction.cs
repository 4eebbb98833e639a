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
        _ = help.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        if (examples.TryGetValue(parseResult.CommandResult.Command, out string[]? lines))
        {
            output.WriteLine("Examples:");
            foreach (string line in lines)
            {
                output.WriteLine($"  {program} {line}");
            }

            output.WriteLine();
        }

        return ExitCode.Ok;
    }
}
