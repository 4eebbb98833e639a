namespace Xmrl.Experiments.Reporting;

/// <summary>What a report says of a method beside its figures.</summary>
internal sealed record MethodDescription
{
    /// <summary>Name in tables.</summary>
    public required string Name { get; init; }

    /// <summary>Its name in the names of files: metrics-retrain-&lt;series&gt;.jsonl and mixing-&lt;series&gt;.json.</summary>
    public required string Series { get; init; }

    /// <summary>What it does, in one sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Whether it is the method that the run is about.</summary>
    public bool IsOurs { get; init; }
}
