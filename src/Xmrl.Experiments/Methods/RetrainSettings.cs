using System.Collections.Immutable;
using Xmrl.Explain.Augmentation;
using Xmrl.Meta.Outer;
using Xmrl.Numerics.Validation;
using Xmrl.Training.Configuration;
using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Methods;

/// <summary>How the meta-policy is retrained, the same for every method.</summary>
public sealed record RetrainSettings : IValidated
{
    /// <summary>Methods, in the order of the table. Default: what the diagnosis prescribes, more training, and the prescribed method on
    /// random tasks (chosen by us, docs/algorithms/diagnosis.md).</summary>
    public ImmutableArray<MethodName> Methods { get; init; } = ["prescribed", "continued", "prescribedControl"];

    /// <summary>Outer iterations from the base policy, in [1, 1000000]. Default 60 (chosen by us: a fifth of the training).</summary>
    /// <unit>iterations</unit>
    public int Iterations { get; init; } = 60;

    /// <summary>Scores of the validation tasks during the retraining, evenly spread, the last at its end, in [0, 10000]; 0 for none. They
    /// make the learning curve. With <see cref="MetaSettings.OnCollapse"/> = ReturnToBest, a retraining that ends more than <see
    /// cref="ScoringSettings.DegradedBy"/> below its best score returns to it, whatever the method. A method that trains on validation
    /// tasks is scored on them too, so its scores say when it broke, not how good it is. Default 0 (chosen by us, untested).</summary>
    /// <unit>scores</unit>
    public int Validations { get; init; }

    /// <summary>Whether methods that the diagnosis does not choose train longer by as many environment steps as the diagnosis took, so that
    /// all have the same budget. Default false (chosen by us, docs/research/14-diagnosis.md).</summary>
    public bool ChargeDiagnosis { get; init; }

    /// <summary>Training tasks beside the critical ones per iteration, in [0, 10000]; their weight makes up for those left out. Default 15
    /// (chosen by us, untested).</summary>
    /// <unit>tasks</unit>
    public int OtherTasks { get; init; } = 15;

    /// <summary>Outer step size β, in (0, 10]; without effect with a trust region, whose steps have the length that its divergence and <see
    /// cref="MethodTuning.StepScale"/> give. Default 0.0001 (chosen by us: a tenth of the training's; larger ones break policies,
    /// docs/research/4-tuning.md).</summary>
    /// <unit>step length</unit>
    public double OuterStepSize { get; init; } = 1e-4;

    /// <summary>Share of β that is left at the end, in (0, 1]; without effect with a trust region. Default 0.1 (chosen by us,
    /// untested).</summary>
    /// <unit>share</unit>
    public double FinalStepShare { get; init; } = 0.1;

    /// <summary>Advantage of mixed samples. Bootstrapped takes V of the state alone, from a fit of its own where the baseline depends on
    /// time.</summary>
    public MixedAdvantage Advantage { get; init; } = MixedAdvantage.Bootstrapped;

    /// <summary>MR: strength of −½‖θ‖² in the meta-objective, in [0, 10]. Default 0.001 (chosen by us, untested: the paper does not state
    /// it).</summary>
    /// <unit>weight</unit>
    public double OuterRegularization { get; init; } = 1e-3;

    /// <summary>MR: strength of +½‖θ‖² in the inner objective, in [0, 10]; a learner whose inner problem has a quadratic term of its own
    /// takes the outer one alone. Default 0.01 (chosen by us, untested: the paper does not state it).</summary>
    /// <unit>weight</unit>
    public double InnerRegularization { get; init; } = 1e-2;

    /// <summary>Step size and strength of every method, relative to the values above.</summary>
    public ValuesByName<MethodName, MethodTuning> Tuning { get; init; } = new();

    /// <summary>The outer steps of a retraining.</summary>
    /// <param name="scale">Factor on their length, &gt; 0.</param>
    internal OuterSchedule Schedule(double scale = 1)
        => new(OuterStepSize, FinalStepShare, Iterations, scale);

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate()
    {
        if (Methods.Distinct().Count() != Methods.Length)
        {
            yield return new ValidationError(nameof(Methods), "each method once", string.Join(", ", Methods));
        }

        foreach (ValidationError error in (IEnumerable<ValidationError>)
            [
                .. NumberRange.Closed(1, 1_000_000).Check(nameof(Iterations), Iterations),
                .. NumberRange.Closed(0, 10_000).Check(nameof(Validations), Validations),
                .. NumberRange.Closed(0, 10_000).Check(nameof(OtherTasks), OtherTasks),
                .. NumberRange.OpenClosed(0, 10).Check(nameof(OuterStepSize), OuterStepSize),
                .. NumberRange.OpenClosed(0, 1).Check(nameof(FinalStepShare), FinalStepShare),
                .. NumberRange.Closed(0, 10).Check(nameof(OuterRegularization), OuterRegularization),
                .. NumberRange.Closed(0, 10).Check(nameof(InnerRegularization), InnerRegularization),
            ])
        {
            yield return error;
        }
    }
}
