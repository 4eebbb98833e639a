using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Rendering;

/// <summary>Shows how far a run has come, on the error stream only.</summary>
internal abstract class ProgressView : IProgress<StageProgress>
{
    /// <summary>Bars on a terminal, a line now and then elsewhere, nothing when quiet.</summary>
    internal static ProgressView Create(CommandContext context, bool quiet) =>
        quiet ? new SilentProgressView(context)
        : context.ErrorIsTerminal ? new BarProgressView(context)
        : new LineProgressView(context);

    /// <summary>Does the work while showing its progress.</summary>
    internal virtual T Run<T>(Func<T> work) => work();

    /// <inheritdoc/>
    public abstract void Report(StageProgress value);

    /// <summary>Prints a message without disturbing what is shown.</summary>
    internal abstract void Print(string message);
}
