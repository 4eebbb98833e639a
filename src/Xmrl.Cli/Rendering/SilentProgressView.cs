using Xmrl.Training.Hosting;

namespace Xmrl.Cli.Rendering;

/// <summary>Shows no progress; warnings still appear.</summary>
internal sealed class SilentProgressView(CommandContext context) : ProgressView
{
    private readonly Lock _lock = new();

    public override void Report(StageProgress value)
    {
        // Nobody wants to see it.
    }

    internal override void Print(string message)
    {
        lock (_lock)
        {
            context.Error.WriteLine(message);
        }
    }
}
