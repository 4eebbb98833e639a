using Xmrl.Meta.Gradient;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Learners;

/// <summary>BO-MRL: adaptation solves a whole proximal policy optimisation on one rollout, and the hyper-gradient follows from its
/// optimality condition; the meta-policy moves within a trust region.</summary>
/// <seealso href="https://arxiv.org/abs/2410.09728">Xu and Zhu (2024), Algorithm 2.</seealso>
public sealed record BoMrl : LearnerSettings
{
    private static readonly LearnerCard s_card = new(
        "boMrl", "bo-mrl", "BO-MRL",
        "Xu and Zhu (2024): Meta-Reinforcement Learning with Universal Policy Adaptation: Provable Near-Optimality under All-task Optimum "
            + "Comparator. https://arxiv.org/abs/2410.09728");

    /// <summary>Rollouts and their advantages.</summary>
    [Inlined]
    public RolloutSettings Rollouts { get; init; } = new();

    /// <summary>What is differentiated; the learner's own inner surrogate is <see cref="Saturated"/> (Xu and Zhu 2024, eq. (7)).</summary>
    [Inlined]
    public SurrogateSettings Surrogates { get; init; } = new();

    /// <summary>The inner problem.</summary>
    public UniversalSettings Adaptation { get; init; } = new();

    /// <summary>Whose divergence the outer step bounds. Default the meta-policy (Xu and Zhu 2024, Algorithm 2: with the trajectories
    /// B_i).</summary>
    public TrustRegion TrustRegion { get; init; } = TrustRegion.MetaPolicy;

    /// <summary>Largest divergence δ of the trust region, in nats, &gt; 0. Default 0.001 (Xu and Zhu 2024, Appendix N).</summary>
    /// <unit>nats</unit>
    public double MetaDivergence { get; init; } = 1e-3;

    /// <summary>Conjugate-gradient steps towards the direction of the trust region, in [1, 1000]. Default 10 (Finn et al. 2017, author
    /// code).</summary>
    /// <unit>steps</unit>
    public int ConjugateGradientSteps { get; init; } = 10;

    /// <inheritdoc/>
    public override LearnerCard Card => s_card;

    /// <inheritdoc/>
    public override int AdaptationSteps => 1;

    /// <inheritdoc/>
    public override string Description
        => $"universal adaptation, divergence {Adaptation.Divergence}, strength {Adaptation.Options().Strength}, "
            + $"{Adaptation.Steps} step(s) of {Adaptation.Solver}, outer step trust region of {TrustRegion}";

    /// <inheritdoc/>
    public override string StepLengthName => nameof(MetaDivergence);

    /// <inheritdoc/>
    public override TaskLoad Load(int horizon) => Rollouts.Load(horizon, AdaptationSteps);

    /// <inheritdoc/>
    public override LearnerSettings WithTrajectories(int trajectories)
        => this with { Rollouts = Rollouts with { Trajectories = trajectories } };

    /// <inheritdoc/>
    /// <remarks>A trust region has no step size; its length is scaled.</remarks>
    public override OuterSchedule Schedule(int iterations) => new ScheduleSettings().Over(iterations);

    private TrustRegionOuterStep Step(OuterSchedule schedule, int parameters) => new(new TrustRegionOptions
    {
        Region = TrustRegion,
        MaximumDivergence = MetaDivergence * schedule.Scale * schedule.Scale,
        ConjugateGradientSteps = ConjugateGradientSteps,
    });

    /// <inheritdoc/>
    public override IEnumerable<ValidationError> CheckEnvironment(string environment) => Rollouts.CheckEnvironment(environment);

    /// <inheritdoc/>
    /// <remarks>The inner problem has a term of its own, so that of a regularization is left out.</remarks>
    public override IMetaLearner Create(LearnerParts parts)
        => (parts with { Regularization = parts.Regularization is { } both ? both with { Inner = 0 } : null }).Assemble(
            Surrogates.Into(new LearnerOptions
            {
                Proximal = Adaptation.Options(),
                InnerSurrogate = new Saturated(),
                OuterStep = Step,
            }),
            Rollouts);

    /// <inheritdoc/>
    public override IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Positive.Check(nameof(MetaDivergence), MetaDivergence),
        .. NumberRange.Closed(1, 1_000).Check(nameof(ConjugateGradientSteps), ConjugateGradientSteps),
    ];
}
