using System.Collections.Immutable;
using Xmrl.Environments.FrozenLake;
using Xmrl.Numerics.Validation;
using Xmrl.Rl.Policies;

namespace Xmrl.Reproduction.BoMrl;

/// <summary>One meta-training on exact tables, and how what it learned is measured. Defaults: bo-mrl, Section 6.1 and Appendix A, where a
/// source is named; the rest is ours.</summary>
internal sealed record TabularConfiguration : IValidated
{
    /// <summary>The environment, one whose tasks are tables. Default FrozenLakeHigh-v1.</summary>
    public string Environment { get; init; } = FrozenLakeFamily.HighId;

    /// <summary>Training tasks, in [1, 1000]. Default 20 (bo-mrl, Appendix A).</summary>
    public int TrainingTasks { get; init; } = 20;

    /// <summary>Tasks that the training never saw, in [1, 1000]. Default 20 (ours: the paper measures training tasks).</summary>
    public int FreshTasks { get; init; } = 20;

    /// <summary>The divergence of the within-task algorithm: forward for Alg(1), reverse for Alg(2), parameters for Alg(3).</summary>
    public ProximalDivergence Divergence { get; init; } = ProximalDivergence.Forward;

    /// <summary>λ, each &gt; 0; one meta-training for each, of which the best on training tasks after one adaptation is kept. Default 0.5
    /// (bo-mrl, Appendix A).</summary>
    public ImmutableArray<double> Strengths { get; init; } = [0.5];

    /// <summary>Whether the adapted policy's value is linearised at φ: with a divergence of parameters, exact MAML whose step is 1/(2λ)
    /// times ν·π·A. Default false.</summary>
    public bool IsLinear { get; init; }

    /// <summary>Whether the gradient at the adapted policy stands for the hyper-gradient. Default false: it is exact.</summary>
    public bool FirstOrder { get; init; }

    /// <summary>Meta-iterations, in [0, 100000]; 0 leaves the uniform policy. Default 150 (a public script).</summary>
    public int Iterations { get; init; } = 150;

    /// <summary>Tasks per iteration, in [1, 1000]. Default 5 (a public script).</summary>
    public int TasksPerIteration { get; init; } = 5;

    /// <summary>Step size of Adam, in (0, 10]. Default 0.03 (a public script).</summary>
    public double OuterStepSize { get; init; } = 0.03;

    /// <summary>Adaptations that are measured, in [1, 100]. Default 4 (bo-mrl, Figure 1).</summary>
    public int Adaptations { get; init; } = 4;

    /// <summary>Step of the policy gradient that is measured beside the adaptation, times ν·π·A, in [0, 10000]. Default 50 (a public
    /// script).</summary>
    public double GradientStepSize { get; init; } = 50;

    /// <summary>Episodes by which a policy is evaluated in training and adaptation, in [0, 1000000]; 0 for exact expectations. What is
    /// printed is exact in both. Default 0.</summary>
    public int Episodes { get; init; }

    /// <summary>Steps of an episode, in [1, 10000]. Default 49 (a public script).</summary>
    public int Horizon { get; init; } = 49;

    /// <summary>Whether the bounds are computed. Default false.</summary>
    public bool Bounds { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(1, 1000).Check(nameof(TrainingTasks), TrainingTasks),
        .. NumberRange.Closed(1, 1000).Check(nameof(FreshTasks), FreshTasks),
        .. Strengths.IsDefaultOrEmpty ? [new ValidationError(nameof(Strengths), "at least one", "none")] : Array.Empty<ValidationError>(),
        .. Strengths.IsDefault ? [] : Strengths.SelectMany(strength => NumberRange.Positive.Check(nameof(Strengths), strength)),
        .. NumberRange.Closed(0, 100_000).Check(nameof(Iterations), Iterations),
        .. NumberRange.Closed(1, 1000).Check(nameof(TasksPerIteration), TasksPerIteration),
        .. NumberRange.OpenClosed(0, 10).Check(nameof(OuterStepSize), OuterStepSize),
        .. NumberRange.Closed(1, 100).Check(nameof(Adaptations), Adaptations),
        .. NumberRange.Closed(0, 10_000).Check(nameof(GradientStepSize), GradientStepSize),
        .. NumberRange.Closed(0, 1_000_000).Check(nameof(Episodes), Episodes),
        .. NumberRange.Closed(1, 10_000).Check(nameof(Horizon), Horizon),
    ];
}
