using Xmrl.Numerics.Validation;
using Xmrl.Rl.Environments.Stock;

namespace Xmrl.Experiments.Settings;

/// <summary>Everything that decides an improvement run, apart from the seed. Defaults are those of the drone experiment in the paper;
/// <see cref="Improvement.DroneExperiment.Configuration"/> changes some.</summary>
public sealed record ImproveConfiguration : IValidated
{
    /// <summary>Environment id.</summary>
    public string Environment { get; init; } = "Drone-v1";

    /// <summary>Market and account, for Stock-v1 alone; null elsewhere, and there for the generated market with the default
    /// account.</summary>
    public MarketSettings? Market { get; init; }

    /// <summary>Task sets.</summary>
    public TaskSettings Tasks { get; init; } = new();

    /// <summary>The policy.</summary>
    public PolicySettings Policy { get; init; } = new();

    /// <summary>Meta-training.</summary>
    public MetaSettings Meta { get; init; } = new();

    /// <summary>Poor tasks.</summary>
    public PoorSettings Poor { get; init; } = new();

    /// <summary>Critical tasks.</summary>
    public ExplainSettings Explain { get; init; } = new();

    /// <summary>The mixing law.</summary>
    public AugmentSettings Augment { get; init; } = new();

    /// <summary>Retraining.</summary>
    public RetrainSettings Retrain { get; init; } = new();

    /// <summary>Confirmation of the repair.</summary>
    public ConfirmSettings Confirm { get; init; } = new();

    /// <summary>Which repetition of everything after meta-training this is, ≥ 0: same tasks and base policy, other random numbers. Default
    /// 0.</summary>
    public int Repetition { get; init; }

    /// <summary>Scoring.</summary>
    public ScoringSettings Scoring { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate()
    {
        if (Poor.Count > Tasks.Validation)
        {
            yield return new ValidationError("Poor.Count", $"at most tasks.validation = {Tasks.Validation}", Poor.Count.ToString());
        }

        // As PoorTaskSelection.WorstShare counts; both groups need two tasks for an interval.
        int poor = Math.Max(1, (int)Math.Round(Poor.TestShare * Tasks.Test));
        if (poor < 2 || Tasks.Test - poor < 2)
        {
            yield return new ValidationError(
                "Poor.TestShare", $"a share that leaves at least two poor and two other tasks of tasks.test = {Tasks.Test}",
                Poor.TestShare.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        foreach (ValidationError error in NumberRange.NotNegative.Check(nameof(Repetition), Repetition))
        {
            yield return error;
        }

        if (Explain.CriticalTasks >= Tasks.Training)
        {
            yield return new ValidationError(
                "Explain.CriticalTasks", $"fewer than tasks.training = {Tasks.Training}", Explain.CriticalTasks.ToString());
        }

        if (Meta.Learner.NeedsContext && Policy.ContextSize == 0)
        {
            yield return new ValidationError("Policy.ContextSize", $"at least 1 with meta.learner: {Meta.Learner.Card.Key}", "0");
        }

        if (Meta.TasksPerIteration > Tasks.Training && !Tasks.Fresh)
        {
            yield return new ValidationError(
                "Meta.TasksPerIteration", $"at most tasks.training = {Tasks.Training}", Meta.TasksPerIteration.ToString());
        }

        bool trades = Environment == StockFamily.Id;
        if (Market is not null && !trades)
        {
            yield return new ValidationError("Market", $"null: {Environment} has no market", "set");
        }

        foreach (ValidationError error in Meta.Learner.CheckEnvironment(Environment))
        {
            yield return error with { Path = $"Meta.{error.Path}" };
        }
    }
}
