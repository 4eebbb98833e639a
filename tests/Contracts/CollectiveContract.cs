namespace Xmrl.Contracts;

/// <summary>What every collective must do. Inherit it once per way to run several processes.</summary>
public abstract class CollectiveContract
{
    [ContractFact]
    public void Ranks_Always_AreNumberedFromZero() => OnEveryRank(nameof(CollectiveChecks.Ranks));

    [ContractFact]
    public void AllGatherItems_BlocksOfAnyLength_ArriveInTheOrderOfTheRanks() => OnEveryRank(nameof(CollectiveChecks.AllGatherItems));

    [ContractFact]
    public void ExchangeItems_BlocksOfAnyLength_ArriveInTheOrderOfTheSenders() => OnEveryRank(nameof(CollectiveChecks.ExchangeItems));

    [ContractFact]
    public void Broadcast_AnyLength_GivesAllTheBytesOfRankZero() => OnEveryRank(nameof(CollectiveChecks.Broadcast));

    [ContractFact]
    public void Barrier_AmongOtherCalls_KeepsAllInStep() => OnEveryRank(nameof(CollectiveChecks.Barrier));

    [ContractFact]
    public void AnyCall_WrongLengths_AreRefused() => OnEveryRank(nameof(CollectiveChecks.WrongLengths));

    /// <summary>Calls <see cref="CollectiveChecks.Run"/> with the name on every process, and fails where one of them fails.</summary>
    protected abstract void OnEveryRank(string check);
}
