using Xmrl.Numerics.Randomness;

namespace Xmrl.Explain.Statistics;

/// <summary>How a bootstrap interval is computed.</summary>
public sealed record BootstrapOptions
{
    /// <summary>Key of the draws: the same key gives the same bits, whatever else runs.</summary>
    public required RandomKey Key { get; init; }

    /// <summary>Number of resamples, ≥ 2. Default 2,000: the error of a 95 % end is then about 3 % of the interval's half-width.</summary>
    public int Resamples
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(Resamples), value, "Expected at least 2 resamples.");
    }

    = 2000;

    /// <summary>Share of the resampled statistics inside the interval, in (0, 1). Default 0.95.</summary>
    public double Level
    {
        get;
        init
        {
            SampleGuard.CheckOpenShare(value, nameof(Level));
            field = value;
        }
    }

    = 0.95;

    /// <summary>What is drawn again. With a single seed every scheme resamples tasks.</summary>
    public BootstrapScheme Scheme { get; init; } = BootstrapScheme.SeedsAndTasks;

    /// <summary>Asks to stop; checked before every resample.</summary>
    public CancellationToken Cancellation { get; init; }
}
