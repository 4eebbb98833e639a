using Xmrl.Runs.Records;
using Xmrl.Training.Hosting;

namespace Xmrl.Reproduction;

/// <summary>Runs of a reproduction that differ in nothing but their seed: usually one learner, or one environment with all
/// methods.</summary>
internal sealed record ReproductionSeries
{
    /// <summary>Name in folder names: lower-case letters, digits and hyphens.</summary>
    public required string Name
    {
        get;
        init => field = value.Length > 0 && value.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            ? value
            : throw new ArgumentException($"Name is '{value}'; expected lower-case letters, digits and hyphens.", nameof(Name));
    }

    /// <summary>Name for people, such as SG-MRL.</summary>
    public required string Label { get; init; }

    /// <summary>What runs: an experiment as any other, so that its folder can be evaluated, reported and resumed by itself.</summary>
    public required IExperimentRunner Runner { get; init; }

    /// <summary>What is done with it.</summary>
    public ExperimentAction Action { get; init; } = ExperimentAction.Train;

    /// <summary>Name of an earlier series whose base policy of the same seed this one begins with; null where it trains its own.</summary>
    public string? BasedOn { get; init; }

    /// <summary>Values that go over the runner's configuration, each as key.key=value.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>Reads what a finished run contributes; <see cref="SeriesFigures"/> holds the usual ways.</summary>
    public required Func<RunDirectory, RunFigures> Read { get; init; }

    /// <summary>Reads the curves of a finished run, each for one of the table's panels; null for none.</summary>
    public Func<RunDirectory, IReadOnlyList<RunCurve>>? Curves { get; init; }
}
