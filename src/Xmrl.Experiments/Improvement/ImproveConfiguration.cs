using System.Globalization;
using Xmrl.Diagnosis;
using Xmrl.Experiments.Methods;
using Xmrl.Experiments.Settings;
using Xmrl.Explain.Influence;
using Xmrl.Numerics.Validation;
using Xmrl.Training.Configuration;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Improvement;

/// <summary>Everything that decides an improvement run, apart from the seed: a meta-training, and what follows it. Defaults are those of
/// the drone experiment in the paper; experiments change some.</summary>
public sealed record ImproveConfiguration : TrainConfiguration
{
    /// <summary>Poor tasks.</summary>
    public PoorSettings Poor { get; init; } = new();

    /// <summary>Critical tasks.</summary>
    public ExplainSettings Explain { get; init; } = new();

    /// <summary>Why poor tasks fail.</summary>
    public DiagnosisSettings Diagnose { get; init; } = new();

    /// <summary>The mixing law.</summary>
    public AugmentSettings Augment { get; init; } = new();

    /// <summary>Retraining.</summary>
    public RetrainSettings Retrain { get; init; } = new();

    /// <summary>Confirmation of the repair.</summary>
    public ConfirmSettings Confirm { get; init; } = new();

    /// <summary>Which repetition of everything after meta-training this is, ≥ 0: same tasks and base policy, other random numbers. Default
    /// 0.</summary>
    /// <unit>number of the repetition</unit>
    public int Repetition { get; init; }

    /// <summary>Outer iterations of a probe of the diagnosis that trains.</summary>
    internal int ProbeIterations => Diagnose.Iterations ?? Math.Max(1, Meta.Iterations / 4);

    /// <summary>Those of a long one: as many as the meta-training had, and where it was short as many as a retraining, up to 100.</summary>
    internal int LongProbeIterations => Math.Max(4 * ProbeIterations, Math.Min(100, Retrain.Iterations));

    /// <summary>Tasks per iteration of such a probe.</summary>
    internal int ProbeTasks => Diagnose.TasksPerIteration ?? ((Meta.TasksPerIteration + 1) / 2);

    /// <inheritdoc/>
    public override IEnumerable<ValidationError> Validate()
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (Poor.Count > Tasks.Validation)
        {
            yield return new ValidationError("Poor.Count", $"at most tasks.validation = {Tasks.Validation}", Poor.Count.ToString(culture));
        }

        // As PoorTaskSelection.WorstShare counts; both groups need two tasks for an interval.
        int poor = Math.Max(1, (int)Math.Round(Poor.TestShare * Tasks.Test));
        if (poor < 2 || Tasks.Test - poor < 2)
        {
            yield return new ValidationError(
                "Poor.TestShare", $"a share that leaves at least two poor and two other tasks of tasks.test = {Tasks.Test}",
                Poor.TestShare.ToString(culture));
        }

        foreach (ValidationError error in NumberRange.NotNegative.Check(nameof(Repetition), Repetition))
        {
            yield return error;
        }

        InfluenceMethod[] methods = [.. Meta.Learner.InfluenceMethods()];
        if (!methods.Contains(Explain.Method))
        {
            yield return new ValidationError(
                "Explain.Method",
                $"{string.Join(" or ", methods.Select(method => ScalarText.Format(method)))} with meta.learner: "
                    + $"{Meta.Learner.Card.Key}, "
                    + (Meta.Learner.HasCurvature ? "whose updates are not traced" : "whose objectives have no curvature"),
                ScalarText.Format(Explain.Method));
        }

        if (Explain.CriticalTasks >= Tasks.Training)
        {
            yield return new ValidationError(
                "Explain.CriticalTasks", $"fewer than tasks.training = {Tasks.Training}", Explain.CriticalTasks.ToString(culture));
        }

        foreach (ValidationError error in base.Validate())
        {
            yield return error;
        }
    }
}
