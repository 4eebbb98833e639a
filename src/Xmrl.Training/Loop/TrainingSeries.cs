namespace Xmrl.Training.Loop;

/// <summary>One training of a run: its names in files and in sentences.</summary>
/// <param name="Series">Name of its checkpoints: letters, digits and hyphens.</param>
/// <param name="Title">What it is called in the middle of a sentence.</param>
internal sealed record TrainingSeries(string Series, string Title)
{
    /// <summary>The meta-training of the base policy.</summary>
    public static TrainingSeries Base { get; } = new("base", "the meta-training");

    /// <summary>Whether it is the meta-training.</summary>
    public bool IsBase => this == Base;

    /// <summary>Name of its metrics among those of the run; empty for the meta-training.</summary>
    public string MetricsSeries => IsBase ? string.Empty : Series;

    /// <summary>Name of the file with its metrics.</summary>
    public string MetricsName => IsBase ? "metrics.jsonl" : $"metrics-{Series}.jsonl";

    /// <summary>The title at the beginning of a sentence.</summary>
    public string Opening => char.ToUpperInvariant(Title[0]) + Title[1..];
}
