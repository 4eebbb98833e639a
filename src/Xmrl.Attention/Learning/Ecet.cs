using System.Globalization;
using Xmrl.Attention.Episodes;
using Xmrl.Attention.Networks;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Outer;
using Xmrl.Meta.Trials;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.Advantages;
using Xmrl.Trials.Advantages;

namespace Xmrl.Attention.Learning;

/// <summary>ECET: a transformer within episodes and one across the episodes of a trial tell a policy what it needs to know of its task;
/// both are trained as RL² is.</summary>
/// <remarks>Code and full text of the paper could not be had: the numbers are ours.</remarks>
internal sealed record Ecet : LearnerSettings
{
    private static readonly LearnerCard s_card = new(
        "ecet", "ecet", "ECET",
        "Shala and others (2025): Efficient Cross-Episode Meta-RL. ICLR 2025; predecessor https://arxiv.org/abs/2402.06402")
    {
        Overrides = ["policy.contextSize=0"],
    };

    /// <summary>Features d of a token, a multiple of heads, in [1, 1024]. Default 32 (chosen by us).</summary>
    /// <unit>features</unit>
    public int Width { get; init; } = 32;

    /// <summary>Heads of every attention, in [1, 64]. Default 4 (chosen by us).</summary>
    /// <unit>heads</unit>
    public int Heads { get; init; } = 4;

    /// <summary>Layers of the transformer within an episode, in [1, 12]. Default 2 (chosen by us).</summary>
    /// <unit>layers</unit>
    public int EpisodeLayers { get; init; } = 2;

    /// <summary>Layers of the transformer across episodes, in [1, 12]. Default 2 (chosen by us).</summary>
    /// <unit>layers</unit>
    public int TrialLayers { get; init; } = 2;

    /// <summary>Hidden units of every layer's perceptron, in [1, 4096]. Default 128 (chosen by us).</summary>
    /// <unit>units</unit>
    public int AttentionHidden { get; init; } = 128;

    /// <summary>Transitions T_w that an episode shows of itself, in [1, 100]: the last ones of the current episode, as many in a row from a
    /// random place of a past one. Default 5 (chosen by us).</summary>
    /// <unit>transitions</unit>
    public int Transitions { get; init; } = 5;

    /// <summary>What keeps the layers trainable. Default T-Fixup (chosen by us).</summary>
    public BlockNorm Norm { get; init; } = BlockNorm.TFixup;

    /// <summary>Trajectories per task and iteration, a multiple of those of a trial, in [1, 100000]: 20 are ten trials of two. Default
    /// 20 (chosen by us: as many as gradient learners draw).</summary>
    /// <unit>trajectories</unit>
    public int Trajectories { get; init; } = 20;

    /// <summary>The trials; all of their episodes are attended to.</summary>
    public TrialSettings Trials { get; init; } = new();

    /// <summary>How θ moves.</summary>
    public ProximalPolicySettings Ppo { get; init; } = new();

    /// <summary>Discount γ over the steps of a trial, in (0, 1]. Default 0.99 (chosen by us).</summary>
    /// <unit>factor per step</unit>
    public double Discount { get; init; } = 0.99;

    /// <summary>λ of generalized advantage estimation, in [0, 1]. Default 0.95 (chosen by us).</summary>
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
        => $"width {Width}, {EpisodeLayers} + {TrialLayers} layers over {Transitions} transitions of {Trials.Trajectories} episodes, "
            + $"{Trajectories} trajectories per task, {Ppo.Epochs} epochs";

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
    public override IMetaLearner Create(LearnerParts parts)
    {
        var shape = new AttentionShape
        {
            Width = Width,
            Heads = Heads,
            EpisodeLayers = EpisodeLayers,
            TrialLayers = TrialLayers,
            HiddenSize = AttentionHidden,
            Transitions = Transitions,
            Episodes = Trials.Trajectories,
            Norm = Norm,
        };
        return new TrialLearner(
            parts.Family, new AttentionPolicy(parts.Policy, shape, parts.Family.Spec.Horizon),
            (policy, program, _) => new EpisodeObjective((AttentionPolicy)policy, program),
            new TrialOptions
            {
                MemorySize = Width,
                Trials = Trajectories / Trials.Trajectories,
                Credit = new TrialCreditOptions(
                    new GaeOptions { Discount = Discount, Lambda = Trace }, Trials.Trajectories, Trials.Credit, Trials.End),
                ValuesMemory = Trials.ValuesMemory,
                Window = 0,
                Epochs = Ppo.Epochs,
                Minibatches = Ppo.Minibatches,
                ClipRange = Ppo.ClipRange,
                Entropy = Ppo.Entropy,
                MaximumGradientNorm = Ppo.MaximumGradientNorm,
                Regularization = parts.Regularization?.Outer ?? 0,
            },
            parts.Pool);
    }

    /// <inheritdoc/>
    public override IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(1, 1_024).Check(nameof(Width), Width),
        .. NumberRange.Closed(1, 64).Check(nameof(Heads), Heads),
        .. NumberRange.Closed(1, 12).Check(nameof(EpisodeLayers), EpisodeLayers),
        .. NumberRange.Closed(1, 12).Check(nameof(TrialLayers), TrialLayers),
        .. NumberRange.Closed(1, 4_096).Check(nameof(AttentionHidden), AttentionHidden),
        .. NumberRange.Closed(1, 100).Check(nameof(Transitions), Transitions),
        .. NumberRange.Closed(1, 100_000).Check(nameof(Trajectories), Trajectories),
        .. NumberRange.OpenClosed(0, 1).Check(nameof(Discount), Discount),
        .. NumberRange.Closed(0, 1).Check(nameof(Trace), Trace),
        .. Multiple(nameof(Width), Width, nameof(Heads), Heads),
        .. Multiple(nameof(Trajectories), Trajectories, "trials.trajectories", Trials.Trajectories),
        .. Trials.Window == 0 ? (ValidationError[])[] :
        [
            new ValidationError(
                "trials.window", "0: attention reaches whole trials, and nothing is truncated",
                Trials.Window.ToString(CultureInfo.InvariantCulture)),
        ],
    ];

    private static ValidationError[] Multiple(string name, int value, string of, int factor) => factor < 1 || value % factor == 0 ? [] :
    [
        new ValidationError(
            name, $"a multiple of {char.ToLowerInvariant(of[0])}{of[1..]}, {factor}", value.ToString(CultureInfo.InvariantCulture)),
    ];
}
