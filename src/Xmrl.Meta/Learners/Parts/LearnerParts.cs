using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Parallel;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;

namespace Xmrl.Meta.Learners.Parts;

/// <summary>What a learner is made of apart from its settings.</summary>
public sealed record LearnerParts
{
    /// <summary>The environments.</summary>
    public required IEnvironmentFamily Family { get; init; }

    /// <summary>The policy.</summary>
    public required IPolicy Policy { get; init; }

    /// <summary>Runs the work.</summary>
    public required WorkPool Pool { get; init; }

    /// <summary>Quadratic terms inside and outside; null for none.</summary>
    public QuadraticRegularization? Regularization { get; init; }

    /// <summary>Puts a gradient learner together.</summary>
    /// <param name="options">Its recipe.</param>
    /// <param name="rollouts">Rollouts and the features of their baseline.</param>
    /// <returns>A new learner.</returns>
    /// <exception cref="ArgumentException">Parts that do not go together.</exception>
    public IMetaLearner Assemble(LearnerOptions options, RolloutSettings rollouts) => new GradientLearner(
        Family, Policy, rollouts.Into(options) with { Regularization = Regularization }, () => rollouts.Features(Family.Spec), Pool);
}
