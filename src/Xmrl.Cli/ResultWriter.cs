namespace Xmrl.Cli;

/// <summary>Where a command's result goes: tables, documents. What cannot be written throws <see cref="ResultLostException"/>, whatever the
/// stream itself throws.</summary>
/// <param name="next">Where the result goes; not disposed of here.</param>
internal sealed class ResultWriter(TextWriter next) : GuardedWriter(next)
{
    /// <summary>Where the result is kept besides, in a sentence; null where it is not.</summary>
    internal string? Kept { get; set; }

    /// <summary>The same place, with control characters shown as escapes.</summary>
    internal ResultWriter Plain() => new(new PlainWriter(Next));

    /// <inheritdoc/>
    protected override void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (StandardStreams.IsFailure(error))
        {
            throw new ResultLostException(error, Kept);
        }
    }
}
