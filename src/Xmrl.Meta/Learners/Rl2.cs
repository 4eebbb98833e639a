using System.Globalization;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Meta.Trials;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.Advantages;
using Xmrl.Trials.Advantages;

namespace Xmrl.Meta.Learners;

/// <summary>RL²: a recurrent policy whose memory lasts over several trajectories of one task learns, by ordinary reinforcement learning, to
/// learn within them.</summary>
/// <seealso href="https://arxiv.org/abs/1611.02779">Duan et al. (2016).</seealso>
public sealed record Rl2 : LearnerSettings
{
    private static readonly LearnerCard s_card = new(
        "rl2", "rl2", "RL²",
        "Duan, Schulman, Chen, Bartlett, Sutskever and Abbeel (2016): RL²: Fast Reinforcement Learning via Slow Reinforcement Learning. "
            + "https://arxiv.org/abs/1611.02779")
    {
        Overrides = ["policy.hiddenSizes=[]", "policy.contextSize=0"],
    };

    /// <summary>Size M of the memory, in [1, 1024]. Default 64 (Rothfuss et al. 2019, author code of RL²).</summary>
    /// <unit>components</unit>
    public int MemorySize { get; init; } = 64;

    /// <summary>Trajectories per task and iteration, a multiple of those of a trial, in [1, 100000]: 20 are ten trials of two. Default
    /// 20 (chosen by us: as many as gradient learners draw).</summary>
    /// <unit>trajectories</unit>
    public int Trajectories { get; init; } = 20;

    /// <summary>The trials.</summary>
    public TrialSettings Trials { get; init; } = new();

    /// <summary>How θ moves.</summary>
    public ProximalPolicySettings Ppo { get; init; } = new();

    /// <summary>Discount γ over the steps of a trial, in (0, 1]. Default 0.99 (Rothfuss et al. 2019, author code of RL²).</summary>
    /// <unit>factor per step</unit>
    public double Discount { get; init; } = 0.99;

    /// <summary>λ of generalized advantage estimation, in [0, 1]. Default 0.95 (chosen by us, untested; author code of RL²: 1).</summary>
    /// <unit>factor per step</unit>
    public double Trace { get; init; } = 0.95;

    /// <summary>Lengths of the outer steps.</summary>
    [Inlined]
    public ScheduleSettings Schedules { get; init; } = new();

    /// <inheritdoc/>
    public override LearnerCard Card => s_card;

    /// <inheritdoc/>
    public override int AdaptationSteps => Trials.Trajectories - 1;

    /// <inheritdoc/>
    public override string Description
        => $"memory of {MemorySize}, {Trajectories} trajectories per task in trials of {Trials.Trajectories}, {Ppo.Epochs} epochs";

    /// <inheritdoc/>
    public override string StepLengthName => nameof(ScheduleSettings.OuterStepSize);

    /// <inheritdoc/>
    public override bool TakesContext => false;

    /// <inheritdoc/>
    public override bool TakesSingleStates => false;

    /// <inheritdoc/>
    public override TaskLoad Load(int horizon) => new((double)Trajectories / Trials.Trajectories * horizon, Trials.Trajectories);

    /// <inheritdoc/>
    public override LearnerSettings WithTrajectories(int trajectories) => this with { Trajectories = trajectories };

    /// <inheritdoc/>
    public override OuterSchedule Schedule(int iterations) => Schedules.Over(iterations);

    /// <inheritdoc/>
    /// <remarks>Of meta-regularization the quadratic term on θ is left: there are no inner steps to invert one in.</remarks>
    public override IMetaLearner Create(LearnerParts parts) => new TrialLearner(
        parts.Family, parts.Policy,
        new TrialOptions
        {
            MemorySize = MemorySize,
            Trials = Trajectories / Trials.Trajectories,
            Credit = new TrialCreditOptions(
                new GaeOptions { Discount = Discount, Lambda = Trace }, Trials.Trajectories, Trials.Credit, Trials.End),
            ValuesMemory = Trials.ValuesMemory,
            Window = Trials.Window,
            Epochs = Ppo.Epochs,
            Minibatches = Ppo.Minibatches,
            ClipRange = Ppo.ClipRange,
            Entropy = Ppo.Entropy,
            MaximumGradientNorm = Ppo.MaximumGradientNorm,
            Regularization = parts.Regularization?.Outer ?? 0,
        },
        parts.Pool);

    /// <inheritdoc/>
    public override IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(1, 1_024).Check(nameof(MemorySize), MemorySize),
        .. NumberRange.Closed(1, 100_000).Check(nameof(Trajectories), Trajectories),
        .. NumberRange.OpenClosed(0, 1).Check(nameof(Discount), Discount),
        .. NumberRange.Closed(0, 1).Check(nameof(Trace), Trace),
        .. Trials.Trajectories < 1 || Trajectories % Trials.Trajectories == 0 ? (ValidationError[])[] :
        [
            new ValidationError(
                nameof(Trajectories), $"a multiple of trials.trajectories, {Trials.Trajectories}",
                Trajectories.ToString(CultureInfo.InvariantCulture)),
        ],
    ];
}
