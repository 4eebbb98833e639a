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
        if (examples.TryGetValue(parseResult.CommandResult.Command, out string[]? lines))
        {
            WriteExamples(program, lines, parseResult.InvocationConfiguration.Output);
        }

        return ExitCode.Ok;
    }

    /// <summary>Writes examples.</summary>
    /// <param name="program">How the user calls the program.</param>
    /// <param name="lines">Command lines without the program.</param>
    /// <param name="output">Receives the text.</param>
    internal static void WriteExamples(string program, string[] lines, TextWriter output)
    {
        output.WriteLine("Examples:");
        foreach (string line in lines)
        {
            output.WriteLine($"  {program} {line}");
        }

        output.WriteLine();
    }
}
