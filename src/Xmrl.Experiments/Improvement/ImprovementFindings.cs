namespace Xmrl.Experiments.Improvement;

/// <summary>What the stages of a run found; parts that it did not reach are null or empty.</summary>
public sealed record ImprovementFindings
{
    /// <summary>Poor and critical tasks.</summary>
    public StoredExplanation? Explanation { get; init; }

    /// <summary>Learned mixing laws by method.</summary>
    public IReadOnlyDictionary<ImprovementMethod, StoredMixing> Laws { get; init; } = new Dictionary<ImprovementMethod, StoredMixing>();

    /// <summary>How well the planted truth was found; null without one.</summary>
    public Planted.PlantedFinding? Planted { get; init; }

    /// <summary>Whether a repair was confirmed; null where nothing was to be decided.</summary>
    public StoredConfirmation? Confirmation { get; init; }

    /// <summary>Meta-policies; the base policy first.</summary>
    public IReadOnlyList<(ImprovementMethod? Method, Real[] Parameters)> Policies { get; init; } = [];

    /// <summary>Scores on the test tasks.</summary>
    public IReadOnlyList<MethodScores> Methods { get; init; } = [];

    /// <summary>Figures on the test tasks.</summary>
    public IReadOnlyList<MethodSummary> Summaries { get; init; } = [];

    /// <summary>The method that the run is about; null where there is none.</summary>
    internal ImprovementMethod? Ours => MethodNames.Ours(Policies.Select(policy => policy.Method));

    /// <summary>Positions of the poor test tasks, worst first.</summary>
    public int[] PoorTest { get; init; } = [];

    /// <summary>What the trainings cost.</summary>
    public IReadOnlyList<TrainingTotals> Totals { get; init; } = [];
}
