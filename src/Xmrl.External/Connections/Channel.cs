namespace Xmrl.External.Connections;

/// <summary>The way to a program: a stream in each direction, and what can be said when it fails.</summary>
internal abstract class Channel : IDisposable
{
    /// <summary>Receives requests.</summary>
    public abstract Stream Output { get; }

    /// <summary>Gives answers.</summary>
    public abstract Stream Input { get; }

    /// <summary>What is called the program in messages.</summary>
    public abstract string Name { get; }

    /// <summary>Ends the way at once, so that a read under way ends too. May be called from any thread, more than once.</summary>
    public abstract void Break();

    /// <summary>How a program went that no longer answers, as the end of a sentence about it.</summary>
    public abstract string Ending();

    /// <summary>The last lines of the program's error stream; empty where there are none.</summary>
    public abstract string LastLines();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the way holds.</summary>
    /// <param name="disposing">Always true: nothing is left to a finalizer.</param>
    protected abstract void Dispose(bool disposing);
}
