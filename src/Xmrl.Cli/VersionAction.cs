using System.CommandLine;
using System.CommandLine.Invocation;

namespace Xmrl.Cli;

/// <summary>Prints the program's own version, also when another program hosts it.</summary>
internal sealed class VersionAction(string version) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"xmrl {version}");
        return ExitCode.Ok;
    }
}
