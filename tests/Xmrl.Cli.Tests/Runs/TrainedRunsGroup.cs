namespace Xmrl.Cli.Tests.Runs;

/// <summary>The tests that look at the same trained runs, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class TrainedRunsGroup : ICollectionFixture<TrainedRuns>
{
    /// <summary>Name of the group.</summary>
    public const string Name = "trained runs";
}
