namespace Xmrl.Numerics.Parallel;

/// <summary>What <see cref="WorkPool.Sum"/> and <see cref="WorkPool.Gather"/> have done so far: what a model of the cost of several
/// processes needs. Counts do not depend on their number.</summary>
/// <param name="Exchanges">Calls.</param>
/// <param name="Gathered">Numbers that all processes received.</param>
/// <param name="Summed">Numbers that were summed over items.</param>
/// <param name="BusySeconds">Seconds that this process's workers spent in items.</param>
internal readonly record struct WorkTally(long Exchanges, long Gathered, long Summed, double BusySeconds)
{
    /// <summary>What was done since.</summary>
    /// <param name="now">The later tally.</param>
    /// <param name="then">The earlier tally.</param>
    public static WorkTally operator -(WorkTally now, WorkTally then)
        => new(now.Exchanges - then.Exchanges, now.Gathered - then.Gathered, now.Summed - then.Summed, now.BusySeconds - then.BusySeconds);
}
