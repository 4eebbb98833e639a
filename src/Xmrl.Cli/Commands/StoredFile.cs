namespace Xmrl.Cli.Commands;

/// <summary>What became of a result that is shown whether or not it could be stored.</summary>
/// <param name="Path">Where it is; null if it could not be stored.</param>
/// <param name="Problem">Why not, in a sentence; null if it was.</param>
internal sealed record StoredFile(string? Path, string? Problem)
{
    /// <summary>What JSON calls it.</summary>
    internal string State => Problem is null ? "done" : "failed";

    /// <summary>The command's exit code.</summary>
    internal int Code => Problem is null ? ExitCode.Ok : ExitCode.Failed;

    /// <summary>Stores a result that took long to compute.</summary>
    /// <param name="store">Stores it and gives its path.</param>
    /// <param name="what">What it is called.</param>
    internal static StoredFile Try(Func<string> store, string what)
    {
        try
        {
            return new StoredFile(store(), null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return new StoredFile(null, $"The {what} above was not stored: {error.Message}");
        }
    }

    /// <summary>Where the result is, for when the output cannot be written; null if nowhere.</summary>
    /// <param name="what">What it is called.</param>
    internal string? Kept(string what) => Path is null ? null : $"The {what} is stored: {Path}";

    /// <summary>Says on the error stream that nothing was stored.</summary>
    /// <param name="context">Where to say it.</param>
    /// <returns>The exit code.</returns>
    internal int Report(CommandContext context)
    {
        if (Problem is not null)
        {
            context.Output.Flush();
            context.Error.WriteLine($"xmrl: {Problem}");
        }

        return Code;
    }
}
