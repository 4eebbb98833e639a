using Xmrl.Explain.Influence;
using Xmrl.Numerics.Validation;

namespace Xmrl.Experiments.Settings;

/// <summary>How critical tasks are found.</summary>
public sealed record ExplainSettings : IValidated
{
    /// <summary>Critical tasks N_cri, in [1, 10000]. Default 5, 10 % of the training tasks (xmrl, Section 5).</summary>
    /// <unit>tasks</unit>
    public int CriticalTasks { get; init; } = 5;

    /// <summary>What stands for −A⁻¹ in Lemma 3. Default the identity (chosen by us: docs/deviations.md).</summary>
    public InfluenceMethod Method { get; init; } = InfluenceMethod.Identity;

    /// <summary>Iterations of Algorithm 2, each on fresh rollouts, in [2, 10000]. Default 10 (chosen by us:
    /// docs/research/2-influence.md).</summary>
    /// <unit>iterations</unit>
    public int Iterations { get; init; } = 10;

    /// <summary>How iterations make one influence per task. Default across replicates (chosen by us:
    /// docs/research/2-influence.md).</summary>
    public InfluencePooling Pooling { get; init; } = InfluencePooling.AcrossReplicates;

    /// <summary>Ascent step α′ of the tasks' weights, in standard deviations of the influence over tasks, in [0, 10]. Default 0.1 (chosen
    /// by us, untested).</summary>
    /// <unit>standard deviations</unit>
    public double WeightStep { get; init; } = 0.1;

    /// <summary>Length of the ascent step of θ, in [0, 10]. Default 0.01 (chosen by us, untested).</summary>
    /// <unit>step length</unit>
    public double ParameterStep { get; init; } = 0.01;

    /// <summary>Damping relative to the largest eigenvalue, in [0, 100]. Default 0.3 (chosen by us, untested).</summary>
    /// <unit>factor</unit>
    public double RelativeDamping { get; init; } = 0.3;

    /// <summary>Longest gradient of one task, relative to the median length over tasks, ≥ 0; 0 gives all of them one length, null sets no
    /// limit. Default null (xmrl, Lemma 3 has none).</summary>
    /// <unit>factor</unit>
    public double? GradientLimit { get; init; }

    /// <summary>Conjugate-gradient steps per solve, in [1, 1000]. Default 10 (chosen by us, untested).</summary>
    /// <unit>steps</unit>
    public int SolverSteps { get; init; } = 10;

    /// <summary>Whether the explanation's fidelity is measured, which takes two more trainings (xmrl, Table 4).</summary>
    public bool Fidelity { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. NumberRange.Closed(1, 10_000).Check(nameof(CriticalTasks), CriticalTasks),
        .. NumberRange.Closed(2, 10_000).Check(nameof(Iterations), Iterations),
        .. NumberRange.Closed(0, 10).Check(nameof(WeightStep), WeightStep),
        .. NumberRange.Closed(0, 10).Check(nameof(ParameterStep), ParameterStep),
        .. GradientLimit is { } limit ? NumberRange.AtLeast(0).Check(nameof(GradientLimit), limit) : [],
        .. NumberRange.Closed(0, 100).Check(nameof(RelativeDamping), RelativeDamping),
        .. NumberRange.Closed(1, 1000).Check(nameof(SolverSteps), SolverSteps),
    ];
}
