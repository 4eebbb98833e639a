using System.Collections.Immutable;
using System.CommandLine;
using Xmrl.Offline.Hdf5;

namespace Xmrl.Cli.Commands.Data;

/// <summary>The hidden command that this program starts itself with to read an HDF5 file.</summary>
internal static class Hdf5Reader
{
    private const string Verb = "read-hdf5";

    /// <summary>How this program is started as a reader.</summary>
    internal static ImmutableArray<string> OwnCommand()
    {
        string assembly = typeof(Hdf5Reader).Assembly.GetName().Name!;
        string running = Environment.ProcessPath ?? "dotnet";
        string name = Path.GetFileNameWithoutExtension(running);
        string program = Path.Combine(AppContext.BaseDirectory, assembly + ".dll");
        return name == assembly ? [running, "data", Verb] : [name == "dotnet" ? running : "dotnet", program, "data", Verb];
    }

    internal static Command Command(CommandContext context)
    {
        var file = new Argument<string>("file");
        var archive = new Argument<string>("npz");
        var command = new Command(Verb, "Turn an HDF5 file of stored episodes into a NumPy archive.") { file, archive };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            if (Hdf5Conversion.Run(parsed.GetRequiredValue(file), parsed.GetRequiredValue(archive)) is not { } fault)
            {
                return ExitCode.Ok;
            }

            context.Output.WriteLine(fault);
            return ExitCode.Failed;
        });
        return command;
    }
}
