using Xmrl.Numerics.Validation;
using Xmrl.Training.Settings;

namespace Xmrl.Reproduction.Robustness;

/// <summary>One training of the study with its evaluations, apart from the seed.</summary>
internal sealed record StudyConfiguration : IValidated
{
    /// <summary>Environment id.</summary>
    public required string Environment { get; init; }

    /// <summary>The tasks.</summary>
    public required StudyTaskSettings Tasks { get; init; }

    /// <summary>The policy, for learners without networks of their own.</summary>
    public PolicySettings Policy { get; init; } = new();

    /// <summary>The training. meta.validations is the number of evaluations on the test tasks; they decide nothing.</summary>
    public required MetaSettings Meta { get; init; }

    /// <summary>The scores.</summary>
    public required StudyScoring Scoring { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() => Meta.Learner.CheckEnvironment(Environment)
        .Select(error => error with { Path = $"Meta.{error.Path}" });
}
