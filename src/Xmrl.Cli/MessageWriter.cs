namespace Xmrl.Cli;

/// <summary>The one place through which all messages for people go: progress, warnings, errors. A message that cannot be written is
/// dropped, for a run is worth more than what is said about it:
/// the disk behind the stream may be full, the stream closed, the terminal gone.</summary>
/// <param name="next">Where the messages go; not disposed of here.</param>
internal sealed class MessageWriter(TextWriter next) : GuardedWriter(next)
{
    private readonly Lock _lock = new();

    /// <summary>The same place, with control characters shown as escapes.</summary>
    internal MessageWriter Plain() => new(new PlainWriter(Next));

    /// <summary>The same place as it is, for those who draw on a terminal and have escaped their texts.</summary>
    internal MessageWriter Drawing() => new(Next is PlainWriter plain ? plain.Inner : Next);

    /// <inheritdoc/>
    protected override void Try(Action write)
    {
        lock (_lock)
        {
            try
            {
                write();
            }
            catch (Exception error) when (StandardStreams.IsFailure(error))
            {
                // There is nobody left to tell.
            }
        }
    }
}
