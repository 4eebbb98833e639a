using Xmrl.Meta.Gradient;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Learners.Parts;

/// <summary>What is differentiated inside and outside.</summary>
public sealed record SurrogateSettings
{
    /// <summary>Surrogate of the inner steps; null for the learner's own: low-variance curvature (Rothfuss et al. 2019, Section 5), for
    /// E-MAML the score (Stadie et al. 2018), for BO-MRL saturated ratios (Xu and Zhu 2024). Default null: learners that share the key
    /// differ in what is theirs.</summary>
    public SurrogateName? InnerSurrogate { get; init; }

    /// <summary>Surrogate of the adapted policy's return. Default low-variance curvature (Rothfuss et al. 2019, Section 5).</summary>
    public SurrogateName OuterSurrogate { get; init; } = SurrogateName.LowVarianceCurvature;

    /// <summary>Puts these settings into a learner's parts.</summary>
    /// <param name="options">The other parts, with the learner's own inner surrogate.</param>
    /// <returns>New options.</returns>
    public LearnerOptions Into(LearnerOptions options) => options with
    {
        InnerSurrogate = InnerSurrogate is { } inner ? Create(inner) : options.InnerSurrogate,
        OuterSurrogate = Create(OuterSurrogate),
    };

    /// <summary>The surrogate of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>A new surrogate.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No surrogate has the name.</exception>
    public static ISurrogate Create(SurrogateName name) => name switch
    {
        SurrogateName.Score => new Score(),
        SurrogateName.LowVarianceCurvature => new LowVarianceCurvature(),
        SurrogateName.Dice => new Dice(),
        SurrogateName.TrajectoryHessian => new TrajectoryHessian(),
        SurrogateName.Saturated => new Saturated(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, $"There is no surrogate {name}."),
    };
}
