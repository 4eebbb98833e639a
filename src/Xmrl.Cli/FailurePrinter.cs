using Xmrl.Cli.Rendering;

namespace Xmrl.Cli;

/// <summary>Prints why a command did not do its work: a sentence on the error stream, and a document on the output if JSON was asked for.</summary>
internal sealed class FailurePrinter(CommandContext context, bool json, bool verbose)
{
    internal int Usage(string message, Exception? error = null) => Print("usage", message, ExitCode.Usage, error);

    internal int Cancelled(Exception error) => Print("cancelled", "Stopped.", ExitCode.Cancelled, error);

    internal int Failed(Exception error)
    {
        // These carry sentences meant for users; anything else is a fault of the program.
        bool expected = error is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException or InvalidOperationException
            || error.GetType() == typeof(ArithmeticException);
        string message = expected ? error.Message : $"{error.GetType().Name}: {error.Message}";
        return Print("failed", expected || verbose ? message : $"{message} (--verbose shows the place in the program.)", ExitCode.Failed, error);
    }

    private int Print(string state, string message, int code, Exception? error)
    {
        context.Error.WriteLine($"xmrl: {message}");
        if (verbose && error is not null)
        {
            context.Error.WriteLine(error.ToString());
        }

        if (json)
        {
            JsonOutput.Write(context.Output, new { state, exitCode = code, error = message });
        }

        return code;
    }
}
