using System.Globalization;
using Xmrl.Environments.Stock;
using Xmrl.Numerics.Validation;
using Xmrl.Training.Configuration;
using Xmrl.Training.Sources;

namespace Xmrl.Training.Settings;

/// <summary>Everything that decides a meta-training and its scores, apart from the seed. What follows a training has its keys in a record
/// that extends this one.</summary>
public record TrainConfiguration : IValidated
{
    /// <summary>The environment: its id, or an assembly, a project or a program that brings it.</summary>
    public EnvironmentSource Environment { get; init; } = "Drone-v1";

    /// <summary>Market and account, for Stock-v1 alone; null elsewhere, and there for the generated market with the default
    /// account.</summary>
    public MarketSettings? Market { get; init; }

    /// <summary>Task sets.</summary>
    public TaskSettings Tasks { get; init; } = new();

    /// <summary>The policy.</summary>
    public PolicySettings Policy { get; init; } = new();

    /// <summary>Meta-training.</summary>
    public MetaSettings Meta { get; init; } = new();

    /// <summary>Scoring.</summary>
    [LastKey]
    public ScoringSettings Scoring { get; init; } = new();

    /// <summary>Adaptation steps after which policies are scored.</summary>
    internal int ScoredSteps => Scoring.Steps ?? Meta.Learner.AdaptationSteps;

    /// <inheritdoc/>
    public virtual IEnumerable<ValidationError> Validate()
    {
        if (Meta.Learner.NeedsContext && Policy.ContextSize == 0)
        {
            yield return new ValidationError("Policy.ContextSize", $"at least 1 with meta.learner: {Meta.Learner.Card.Key}", "0");
        }

        if (!Meta.Learner.TakesContext && Policy.ContextSize > 0)
        {
            yield return new ValidationError(
                "Policy.ContextSize", $"0 with meta.learner: {Meta.Learner.Card.Key}, whose policy has a memory",
                Policy.ContextSize.ToString(CultureInfo.InvariantCulture));
        }

        if (Meta.TasksPerIteration > Tasks.Training && !Tasks.Fresh)
        {
            yield return new ValidationError(
                "Meta.TasksPerIteration",
                $"at most tasks.training = {Tasks.Training}",
                Meta.TasksPerIteration.ToString(CultureInfo.InvariantCulture));
        }

        bool trades = Environment.Id == StockFamily.Id;
        if (Market is not null && !trades)
        {
            yield return new ValidationError("Market", $"null: {Environment} has no market", "set");
        }

        foreach (ValidationError error in Meta.Learner.CheckEnvironment(Environment.Id))
        {
            yield return error with { Path = $"Meta.{error.Path}" };
        }
    }
}
