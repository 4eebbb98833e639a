using Xmrl.Explain.Augmentation;
using Xmrl.Numerics.Validation;

namespace Xmrl.Experiments.Settings;

/// <summary>How the mixing law is learned (Algorithm 1).</summary>
public sealed record AugmentSettings : IValidated
{
    /// <summary>Law of the mixing coefficient λ. Default logit-normal (chosen by us: docs/deviations.md).</summary>
    public MixingLawName Law { get; init; } = MixingLawName.LogitNormal;

    /// <summary>What is maximised. Default small separation (chosen by us: docs/deviations.md).</summary>
    public InformationName Information { get; init; } = InformationName.SmallSeparation;

    /// <summary>How the posterior answers to λ. Default one step (xmrl, Appendix M.1).</summary>
    public Sensitivity Sensitivity { get; init; } = Sensitivity.OneStep;

    /// <summary>Advantage of the mixed samples that are differentiated. Default what Lemma 5 differentiates.</summary>
    public MixedAdvantage Advantage { get; init; } = MixedAdvantage.Interpolated;

    /// <summary>Iterations K of the search, in [1, 100000]. Default 20 (chosen by us, untested).</summary>
    /// <unit>iterations</unit>
    public int Iterations { get; init; } = 20;

    /// <summary>Sets of coefficients per iteration, in [2, 1000]. Default 4 (chosen by us, untested).</summary>
    /// <unit>sets</unit>
    public int Sets { get; init; } = 4;

    /// <summary>Trajectories per task and rollout of the search, all of which it keeps in memory, in [2, 10000]; null for those of
    /// meta-training. Default null.</summary>
    /// <unit>trajectories</unit>
    public int? Trajectories { get; init; }

    /// <summary>Draws of meta-parameters per iteration, an even number, in [2, 1000]. Default 2, the least (chosen by us,
    /// untested).</summary>
    /// <unit>draws</unit>
    public int Draws { get; init; } = 2;

    /// <summary>Other training tasks per iteration, in [0, 10000]. Default 10 (chosen by us, untested).</summary>
    /// <unit>tasks</unit>
    public int OtherTasks { get; init; } = 10;

    /// <summary>Initial standard deviation of the meta-parameters, in (0, 1]. Default 0.01 (chosen by us, untested).</summary>
    /// <unit>units of the parameters</unit>
    public double InitialDeviation { get; init; } = 0.01;

    /// <summary>Length of the ascent step of (μ, σ), in (0, 1]. Default 0.01 (chosen by us, untested).</summary>
    /// <unit>step length</unit>
    public double ParameterStep { get; init; } = 0.01;

    /// <summary>Length of the ascent step of the law's parameters, in [0, 1]. Default 0.05 (chosen by us, untested).</summary>
    /// <unit>step length</unit>
    public double LawStep { get; init; } = 0.05;

    /// <summary>Weight κ of the prior, ≥ 0. Default 0.001 (chosen by us: docs/deviations.md).</summary>
    /// <unit>weight</unit>
    public double PriorWeight { get; init; } = 1e-3;

    /// <summary>Weight of the union of own and mixed samples in the inner step, in (0, 10]. Default 1 (chosen by us:
    /// docs/deviations.md).</summary>
    /// <unit>weight</unit>
    public double InnerMass { get; init; } = 1;

    /// <summary>Weight of the union in the objective of the adapted policy, in (0, 10]. Default 2 (xmrl, Appendix C).</summary>
    /// <unit>weight</unit>
    public double OuterMass { get; init; } = 2;

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate()
    {
        if (Draws % 2 != 0)
        {
            yield return new ValidationError(nameof(Draws), "an even number", Draws.ToString());
        }

        foreach (ValidationError error in (IEnumerable<ValidationError>)
            [
                .. NumberRange.Closed(1, 100_000).Check(nameof(Iterations), Iterations),
                .. NumberRange.Closed(2, 1000).Check(nameof(Sets), Sets),
                .. NumberRange.Closed(2, 10_000).Check(nameof(Trajectories), Trajectories ?? 2),
                .. NumberRange.Closed(2, 1000).Check(nameof(Draws), Draws),
                .. NumberRange.Closed(0, 10_000).Check(nameof(OtherTasks), OtherTasks),
                .. NumberRange.OpenClosed(0, 1).Check(nameof(InitialDeviation), InitialDeviation),
                .. NumberRange.OpenClosed(0, 1).Check(nameof(ParameterStep), ParameterStep),
                .. NumberRange.Closed(0, 1).Check(nameof(LawStep), LawStep),
                .. NumberRange.AtLeast(0).Check(nameof(PriorWeight), PriorWeight),
                .. NumberRange.OpenClosed(0, 10).Check(nameof(InnerMass), InnerMass),
                .. NumberRange.OpenClosed(0, 10).Check(nameof(OuterMass), OuterMass),
            ])
        {
            yield return error;
        }
    }
}
