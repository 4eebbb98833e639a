using Xmrl.Environments.Stock;
using Xmrl.Meta.Gradient;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Learners.Parts;

/// <summary>The rollouts of a task before and after adaptation, and how they become advantages.</summary>
public sealed record RolloutSettings : IValidated
{
    /// <summary>Trajectories per task and rollout, in [2, 10000]. Default 20 (xmrl, Appendix M).</summary>
    /// <unit>trajectories</unit>
    public int Trajectories { get; init; } = 20;

    /// <summary>Discount γ of the objective, and of the advantages of adapted policies, in (0, 1]. Default 0.99 (tuned by us on the drone's
    /// validation tasks: docs/tuning.md).</summary>
    /// <unit>factor per step</unit>
    public double Discount { get; init; } = 0.99;

    /// <summary>λ of generalized advantage estimation for adapted policies, in [0, 1]. Default 0.95 (tuned by us on the drone's validation
    /// tasks: docs/tuning.md).</summary>
    /// <unit>factor per step</unit>
    public double Trace { get; init; } = 0.95;

    /// <summary>Discount γ of the advantages of inner steps, in [0, 1]. A short horizon trades bias for variance: with 20 trajectories the
    /// variance is what limits adaptation. Default 0.5 (tuned by us on the drone's validation tasks: docs/tuning.md).</summary>
    /// <unit>factor per step</unit>
    public double InnerDiscount { get; init; } = 0.5;

    /// <summary>λ of generalized advantage estimation in inner steps, in [0, 1]. Default 0 (tuned by us on the drone's validation tasks:
    /// docs/tuning.md).</summary>
    /// <unit>factor per step</unit>
    public double InnerTrace { get; init; }

    /// <summary>Whether outer advantages are standardised per task and averaged over samples, as inner ones are; otherwise they keep their
    /// scale, and the mean is over trajectories. True is the authors' code of sg-mrl; with it the sampling correction of E-MAML and SG-MRL
    /// has the scale of the standardised advantages. Default false (chosen by us: docs/deviations.md, scale of advantages).</summary>
    public bool StandardizesOuter { get; init; }

    /// <summary>Features of the value baseline. Default radial (chosen by us, untested).</summary>
    public BaselineName Baseline { get; init; } = BaselineName.Radial;

    /// <summary>Puts these settings into a learner's parts.</summary>
    /// <param name="options">The other parts.</param>
    /// <returns>New options.</returns>
    public LearnerOptions Into(LearnerOptions options) => options with
    {
        Trajectories = Trajectories,
        InnerBatch = new BatchOptions
        {
            Gae = new GaeOptions { Discount = InnerDiscount, Lambda = InnerTrace },
            Scaling = AdvantageScaling.Standardized,
            Reduction = SampleReduction.PerSample,
        },
        OuterBatch = new BatchOptions
        {
            Gae = new GaeOptions { Discount = Discount, Lambda = Trace },
            Scaling = StandardizesOuter ? AdvantageScaling.Standardized : AdvantageScaling.Common,
            Reduction = StandardizesOuter ? SampleReduction.PerSample : SampleReduction.PerTrajectory,
        },
    };

    /// <summary>The features of the baseline; radial ones need two observations, and give way to linear ones where there is one.</summary>
    /// <param name="spec">The environment.</param>
    /// <returns>New features.</returns>
    public IValueFeatures Features(EnvironmentSpec spec) => Baseline switch
    {
        BaselineName.Portfolio => new PortfolioFeatures(spec),
        BaselineName.Radial when spec.ObservationSize >= 2 => new RadialFeatures(),
        _ => new LinearTimeFeatures(spec.ObservationSize),
    };

    /// <summary>What one task of one iteration takes.</summary>
    /// <param name="horizon">Steps of an episode.</param>
    /// <param name="adaptations">Adaptation steps, each on a rollout of its own.</param>
    /// <returns>One rollout before each adaptation step, and one after the last.</returns>
    public TaskLoad Load(int horizon, int adaptations) => new((double)Trajectories * horizon, adaptations + 1);

    /// <summary>What does not go with an environment.</summary>
    /// <param name="environment">Environment id.</param>
    /// <returns>Errors; none where all goes together.</returns>
    public IEnumerable<ValidationError> CheckEnvironment(string environment)
    {
        if (Baseline == BaselineName.Portfolio && environment != StockFamily.Id)
        {
            yield return new ValidationError(nameof(Baseline), $"Radial or LinearTime with {environment}", Baseline.ToString());
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(2, 10_000).Check(nameof(Trajectories), Trajectories),
        .. NumberRange.OpenClosed(0, 1).Check(nameof(Discount), Discount),
        .. NumberRange.Closed(0, 1).Check(nameof(Trace), Trace),
        .. NumberRange.Closed(0, 1).Check(nameof(InnerDiscount), InnerDiscount),
        .. NumberRange.Closed(0, 1).Check(nameof(InnerTrace), InnerTrace),
    ];
}
