using System.Collections.Immutable;
using Xmrl.Diagnosis;
using Xmrl.Experiments.Comparison;
using Xmrl.Experiments.Explanations;
using Xmrl.Experiments.Methods;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Stages;

/// <summary>What the stages of a run found so far; parts that no stage has reached are null or empty.</summary>
internal sealed record ImprovementFindings
{
    /// <summary>Meta-policies; the base policy first.</summary>
    public ImmutableArray<MetaPolicy> Policies { get; init; } = [];

    /// <summary>What the trainings cost.</summary>
    public IReadOnlyList<TrainingTotals> Totals { get; init; } = [];

    /// <summary>Poor and critical tasks.</summary>
    public StoredExplanation? Explanation { get; init; }

    /// <summary>Why the poor tasks fail; null where no method depends on it.</summary>
    public StoredDiagnosis? Diagnosis { get; init; }

    /// <summary>Learned mixing laws by method.</summary>
    public ImmutableDictionary<MethodName, StoredMixing> Laws { get; init; } = ImmutableDictionary<MethodName, StoredMixing>.Empty;

    /// <summary>Whether a repair was confirmed; null where nothing was to be decided.</summary>
    public StoredConfirmation? Confirmation { get; init; }

    /// <summary>Scores on the test tasks.</summary>
    public IReadOnlyList<MethodScores> Methods { get; init; } = [];

    /// <summary>Figures on the test tasks.</summary>
    public IReadOnlyList<MethodSummary> Summaries { get; init; } = [];

    /// <summary>Positions of the poor test tasks, worst first.</summary>
    public int[] PoorTest { get; init; } = [];

    /// <summary>How well the planted truth was found; null without one.</summary>
    public Explanations.PlantedFinding? Planted { get; init; }

    /// <summary>The method that the run is about; null where there is none.</summary>
    internal MethodName? Ours => MethodTable.Subject(Policies.Select(policy => policy.Method).OfType<Method>())?.Name;

    /// <summary>The parameters of the base policy.</summary>
    internal Real[] Base => Policies[0].Parameters;

    /// <summary>Parameters trained on the critical tasks alone; null where the fidelity of the explanation is not asked for.</summary>
    internal Real[]? OnCritical { get; init; }

    /// <summary>Parameters trained on as many random tasks alone; null where the fidelity of the explanation is not asked for.</summary>
    internal Real[]? OnRandom { get; init; }

    /// <summary>The explanation where tasks are poor and it has a signal, so that there is something to repair; null otherwise.</summary>
    internal StoredExplanation? Repairable => Explanation is { Poor.Length: > 0 } found && !found.LacksSignal() ? found : null;
}
