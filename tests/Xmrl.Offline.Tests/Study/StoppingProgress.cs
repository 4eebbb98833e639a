using Xmrl.Training.Hosting;

namespace Xmrl.Offline.Tests.Study;

/// <summary>Stops a run when it tells that it is at a place.</summary>
/// <param name="stop">Words of the place, and what is cancelled there; null to stop nowhere.</param>
internal sealed class StoppingProgress((string Place, CancellationTokenSource Source)? stop) : IProgress<StageProgress>
{
    /// <inheritdoc/>
    public void Report(StageProgress value)
    {
        if (stop is { } asked && value.Detail.Contains(asked.Place, StringComparison.Ordinal))
        {
            asked.Source.Cancel();
        }
    }
}
