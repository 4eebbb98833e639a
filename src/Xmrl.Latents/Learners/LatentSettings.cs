using System.Globalization;
using Xmrl.Latents.Learning;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.Advantages;

namespace Xmrl.Latents.Learners;

/// <summary>What VariBAD and SDVT share.</summary>
internal sealed record LatentSettings : IValidated
{
    /// <summary>Trajectories per task and iteration, a multiple of those of a trial, in [1, 100000]: 20 are ten trials of two. Default
    /// 20 (chosen by us: as many as gradient learners draw).</summary>
    /// <unit>trajectories</unit>
    public int Trajectories { get; init; } = 20;

    /// <summary>Trajectories of a trial, over which memory lasts, in [1, 1000]. Default 2 (Zintgraf et al. 2020, author code; Lee et al.
    /// 2023: 10).</summary>
    /// <unit>trajectories</unit>
    public int TrialTrajectories { get; init; } = 2;

    /// <summary>Discount γ over the steps of a trial, in (0, 1]. Default 0.99 (Lee et al. 2023, author code).</summary>
    /// <unit>factor per step</unit>
    public double Discount { get; init; } = 0.99;

    /// <summary>Encoder and decoders.</summary>
    public LatentModelSettings Model { get; init; } = new();

    /// <summary>Policy and value.</summary>
    public LatentPolicySettings ActorCritic { get; init; } = new();

    /// <summary>Lengths of the steps of policy and value.</summary>
    [Inlined]
    public ScheduleSettings Schedules { get; init; } = new();

    /// <summary>The settings in words.</summary>
    internal string Description
        => $"memory of {Model.MemorySize}, latent of {Model.LatentSize} numbers, {Trajectories} trajectories per task in trials of "
            + $"{TrialTrajectories}, {Model.Updates} updates of the model per iteration";

    /// <summary>What one task of one iteration takes.</summary>
    /// <param name="horizon">Steps of an episode.</param>
    internal TaskLoad Load(int horizon) => new((double)Trajectories / TrialTrajectories * horizon, TrialTrajectories);

    /// <summary>The learner's parts, of one component.</summary>
    /// <param name="parts">What it is made of apart from these settings.</param>
    /// <param name="own">What the learner takes where nothing is said: weights of reward and state, dropout.</param>
    internal LatentOptions Options(LearnerParts parts, (double Reward, double State, double Dropout) own) => new()
    {
        Shape = Model.Shape(ActorCritic.EmbeddingSize),
        Trajectories = TrialTrajectories,
        Trials = Trajectories / TrialTrajectories,
        Gae = new GaeOptions { Discount = Discount, Lambda = ActorCritic.Trace },
        Epochs = ActorCritic.Epochs,
        Minibatches = ActorCritic.Minibatches,
        ClipRange = ActorCritic.ClipRange,
        Entropy = ActorCritic.Entropy,
        MaximumGradientNorm = ActorCritic.MaximumGradientNorm,
        Model = Model.Options(own),
        Regularization = parts.Regularization?.Outer ?? 0,
    };

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(1, 100_000).Check(nameof(Trajectories), Trajectories),
        .. NumberRange.Closed(1, 1_000).Check(nameof(TrialTrajectories), TrialTrajectories),
        .. NumberRange.OpenClosed(0, 1).Check(nameof(Discount), Discount),
        .. TrialTrajectories < 1 || Trajectories % TrialTrajectories == 0 ? (ValidationError[])[] :
        [
            new ValidationError(
                nameof(Trajectories), $"a multiple of trialTrajectories, {TrialTrajectories}",
                Trajectories.ToString(CultureInfo.InvariantCulture)),
        ],
    ];
}
