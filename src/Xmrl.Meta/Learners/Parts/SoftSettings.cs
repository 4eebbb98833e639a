using Xmrl.Environments.Registry;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.ActorCritic;
using Xmrl.Rl.Environments;
using Xmrl.Trials.Context;

namespace Xmrl.Meta.Learners.Parts;

/// <summary>The soft actor-critic: its networks, errors and replay.</summary>
/// <seealso href="https://arxiv.org/abs/1801.01290">Haarnoja et al. (2018), Soft Actor-Critic; "author code" is that of Rakelly et al.
/// (2019).</seealso>
internal sealed record SoftSettings : IValidated
{
    /// <summary>What the critics' target is made of: a value network at temperature 1, or twin targets with a learned temperature. Default
    /// value target (Rakelly et al. 2019).</summary>
    public SoftUpdate SoftUpdate { get; init; } = SoftUpdate.ValueTarget;

    /// <summary>Discount γ, in [0, 1). Default 0.99 (Rakelly et al. 2019, author code).</summary>
    /// <unit>factor per step</unit>
    public double Discount { get; init; } = 0.99;

    /// <summary>Scale of rewards s_r, in (0, 1000000]: the critics learn sums of s_r·r. Default 5 (Rakelly et al. 2019, author
    /// code).</summary>
    /// <unit>factor</unit>
    public double RewardScale { get; init; } = 5;

    /// <summary>Rate τ at which the slow copies follow, in (0, 1]. Default 0.005 (Rakelly et al. 2019, author code).</summary>
    /// <unit>share per step</unit>
    public double TargetRate { get; init; } = 0.005;

    /// <summary>Step size of every network's Adam, in (0, 1]. Default 3e-4 (Rakelly et al. 2019, author code).</summary>
    /// <unit>step length</unit>
    public double StepSize { get; init; } = 3e-4;

    /// <summary>Weight of the mean of m² of the policy, in [0, 1000]. Default 0.001 (Rakelly et al. 2019, author code).</summary>
    /// <unit>weight</unit>
    public double MeanPenalty { get; init; } = 1e-3;

    /// <summary>Weight of the mean of (ln s)² of the policy, in [0, 1000]. Default 0.001 (Rakelly et al. 2019, author code).</summary>
    /// <unit>weight</unit>
    public double DeviationPenalty { get; init; } = 1e-3;

    /// <summary>Hidden layers of policy, critics and value, in [1, 10]. Default 3 (Rakelly et al. 2019, author code).</summary>
    /// <unit>layers</unit>
    public int NetworkLayers { get; init; } = 3;

    /// <summary>Units of each of them, in [1, 10000]. Default 300 (Rakelly et al. 2019, author code).</summary>
    /// <unit>units</unit>
    public int NetworkUnits { get; init; } = 300;

    /// <summary>Transitions of a task and gradient step, in [1, 100000]. Default 256 (Rakelly et al. 2019, author code).</summary>
    /// <unit>transitions</unit>
    public int BatchSize { get; init; } = 256;

    /// <summary>Gradient steps of an iteration, in [1, 1000000]. Default 2000 (Rakelly et al. 2019, author code).</summary>
    /// <unit>steps</unit>
    public int GradientSteps { get; init; } = 2000;

    /// <summary>Steps that a task takes when it is first met, in [1, 1000000]. Default 2000 (Rakelly et al. 2019, author code).</summary>
    /// <unit>steps</unit>
    public int InitialSteps { get; init; } = 2000;

    /// <summary>Steps that a task's replay keeps, in [1, 100000000]. Default 1000000 (Rakelly et al. 2019, author code).</summary>
    /// <unit>steps</unit>
    public int ReplayCapacity { get; init; } = 1_000_000;

    /// <summary>Factor from the policy's actions in (−1, 1) to those of the environment, in (0, 1000]. Default 1: environments take
    /// actions in [−1, 1].</summary>
    /// <unit>factor</unit>
    public double ActionScale { get; init; } = 1;

    /// <summary>What a short variant sets of them: seconds per iteration instead of minutes.</summary>
    internal IEnumerable<string> Quick =>
    [
        $"networkUnits={Math.Min(NetworkUnits, 64)}", $"batchSize={Math.Min(BatchSize, 64)}",
        $"gradientSteps={Math.Min(GradientSteps, 200)}", $"initialSteps={Math.Min(InitialSteps, 400)}",
    ];

    /// <summary>Puts these settings into a learner's options.</summary>
    /// <param name="options">The other options.</param>
    /// <returns>New options.</returns>
    public PosteriorRecipe Into(PosteriorRecipe options) => options with
    {
        Soft = new SoftOptions
        {
            Update = SoftUpdate,
            Discount = Discount,
            RewardScale = RewardScale,
            MeanPenalty = MeanPenalty,
            DeviationPenalty = DeviationPenalty,
        },
        Hidden = [.. Enumerable.Repeat(NetworkUnits, NetworkLayers)],
        TargetRate = TargetRate,
        Batch = BatchSize,
        GradientSteps = GradientSteps,
        InitialSteps = InitialSteps,
        ReplayCapacity = ReplayCapacity,
        ActionScale = ActionScale,
    };

    /// <summary>What does not go with an environment: actions that are chosen from a list.</summary>
    /// <param name="environment">Environment id.</param>
    /// <param name="learner">The learner's key.</param>
    /// <returns>Errors; none where all goes together.</returns>
    public static IEnumerable<ValidationError> CheckEnvironment(string environment, string learner)
        => EnvironmentRegistry.CreateDefault().TryGet(environment, out IEnvironmentFamily? family) ? CheckSpec(family.Spec, learner) : [];

    /// <summary>The same of an environment that is open, also one that a user brings.</summary>
    /// <param name="spec">The environment.</param>
    /// <param name="learner">The learner's key.</param>
    /// <returns>Errors; none where all goes together.</returns>
    public static IEnumerable<ValidationError> CheckSpec(EnvironmentSpec spec, string learner)
    {
        if (spec.ActionChoices > 0)
        {
            yield return new ValidationError(
                "Learner", $"a learner for actions to choose from with {spec.Id}; {learner} needs real ones", learner);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.ClosedOpen(0, 1).Check(nameof(Discount), Discount),
        .. NumberRange.OpenClosed(0, 1e6).Check(nameof(RewardScale), RewardScale),
        .. NumberRange.OpenClosed(0, 1).Check(nameof(TargetRate), TargetRate),
        .. NumberRange.OpenClosed(0, 1).Check(nameof(StepSize), StepSize),
        .. NumberRange.Closed(0, 1000).Check(nameof(MeanPenalty), MeanPenalty),
        .. NumberRange.Closed(0, 1000).Check(nameof(DeviationPenalty), DeviationPenalty),
        .. NumberRange.Closed(1, 10).Check(nameof(NetworkLayers), NetworkLayers),
        .. NumberRange.Closed(1, 10_000).Check(nameof(NetworkUnits), NetworkUnits),
        .. NumberRange.Closed(1, 100_000).Check(nameof(BatchSize), BatchSize),
        .. NumberRange.Closed(1, 1e6).Check(nameof(GradientSteps), GradientSteps),
        .. NumberRange.Closed(1, 1e6).Check(nameof(InitialSteps), InitialSteps),
        .. NumberRange.Closed(1, 1e8).Check(nameof(ReplayCapacity), ReplayCapacity),
        .. NumberRange.OpenClosed(0, 1000).Check(nameof(ActionScale), ActionScale),
    ];
}
