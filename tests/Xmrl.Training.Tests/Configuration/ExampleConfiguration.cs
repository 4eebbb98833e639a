using System.Collections.Immutable;

namespace Xmrl.Training.Tests.Configuration;

internal sealed record ExampleConfiguration
{
    public string Name { get; init; } = "example";

    public string? Note { get; init; }

    public ulong Seed { get; init; } = 1;

    public int? Limit { get; init; }

    public bool Sampled { get; init; } = true;

    public float Share { get; init; } = 0.1f;

    public Real Discount { get; init; } = (Real)0.99;

    public ExampleMeta Meta { get; init; } = new() { InnerStepSize = 0.5 };

    public ImmutableArray<int> HiddenLayers { get; init; } = [64, 64];

    public IReadOnlyList<ExampleTask> Tasks { get; init; } = [];

    public int TaskCount => Tasks.Count;
}
