using System.Collections.Immutable;
using Xmrl.Runs;
using Xmrl.Training.Configuration;

namespace Xmrl.Cli.Rendering;

/// <summary>Prints why a command did not do its work: a sentence on the error stream, and a document on the output if JSON was asked
/// for.</summary>
internal sealed class FailurePrinter(CommandContext context, bool json, bool verbose)
{
    internal int Usage(string message, Exception? error = null) => Print("usage", message, ExitCode.Usage, error);

    internal int Cancelled(Exception error) => Print("cancelled", "Stopped.", ExitCode.Cancelled, error);

    internal int Unwritten(ResultLostException error) => Print("failed", error.Message, ExitCode.Failed, error);

    internal int Failed(Exception error)
    {
        // These carry sentences meant for users; anything else is a fault of the program.
        bool expected =
            error is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException or InvalidOperationException
            || error.GetType() == typeof(ArithmeticException);
        string message = expected ? error.Message : $"{error.GetType().Name}: {error.Message}";
        return Print(
            "failed", expected || verbose ? message : $"{message} (--verbose shows the place in the program.)", ExitCode.Failed, error);
    }

    private int Print(string state, string text, int code, Exception? error)
    {
        // The faults of a configuration have a line each.
        string message = FailureSentence.Of(text);
        ImmutableArray<string> lines = error is ConfigurationException { Faults: { Length: > 0 } faults } ? faults : [message];
        context.Error.WriteLine($"xmrl: {lines[0]}");
        foreach (string line in lines.Skip(1).Concat(verbose && error is not null ? error.ToString().Split('\n') : []))
        {
            context.Error.WriteLine(line.TrimEnd('\r'));
        }

        try
        {
            if (json && error is not ResultLostException)
            {
                JsonOutput.Write(context.Output, "failure", new { state, exitCode = code, error = message });
            }

            context.Output.Flush();
        }
        catch (ResultLostException)
        {
            // Why the command failed counts, and was said.
        }

        context.Error.Flush();
        return code;
    }
}
