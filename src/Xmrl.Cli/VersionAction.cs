using System.CommandLine;
using System.CommandLine.Invocation;

namespace Xmrl.Cli;

/// <summary>Prints the program's own version where other options stand beside --version.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        ProgramVersion.Print(parseResult.InvocationConfiguration.Output);
        return ExitCode.Ok;
    }
}
