using System.Collections.Immutable;
using Xmrl.Rl.Policies;

namespace Xmrl.Trials.Policies;

/// <summary>Makes the parts of a policy that sees its trial from the form of a perceptron that does not.</summary>
internal static class TrialForm
{
    /// <summary>The shape of a perceptron.</summary>
    /// <param name="policy">The policy.</param>
    /// <exception cref="ArgumentException">The policy is not a perceptron of this library, or has a context.</exception>
    public static MlpShape Of(IPolicy policy)
    {
        MlpShape shape = policy switch
        {
            GaussianMlpPolicy gaussian => gaussian.Shape,
            CategoricalMlpPolicy categorical => categorical.Shape,
            _ => throw new ArgumentException(
                $"A policy with memory is made from the form of a Gaussian or a categorical perceptron; found {policy.GetType().Name}.",
                nameof(policy)),
        };
        return shape.ContextSize == 0 ? shape : throw new ArgumentException(
            $"A policy with memory has no context; found contextSize {shape.ContextSize}, expected 0.", nameof(policy));
    }

    /// <summary>A policy of the same kind that observes something else.</summary>
    /// <param name="policy">A perceptron.</param>
    /// <param name="observed">What it observes: number of rows.</param>
    /// <param name="hiddenSizes">Its hidden layers.</param>
    public static IPolicy Head(IPolicy policy, int observed, ImmutableArray<int> hiddenSizes) => policy switch
    {
        GaussianMlpPolicy { Shape: var shape } => new GaussianMlpPolicy(
            shape with { ObservationSize = observed, HiddenSizes = hiddenSizes, ObservationCentre = [], ObservationScale = [] }),
        CategoricalMlpPolicy { Shape: var shape } => new CategoricalMlpPolicy(
            shape with { ObservationSize = observed, HiddenSizes = hiddenSizes, ObservationCentre = [], ObservationScale = [] }),
        _ => throw new ArgumentException($"A head is a perceptron; found {policy.GetType().Name}.", nameof(policy)),
    };

    /// <summary>Layers over the inputs x of a trial, whose observations are normalised as the perceptron's are.</summary>
    /// <param name="shape">The perceptron's shape.</param>
    /// <param name="inputSize">I, rows of x.</param>
    /// <param name="outputs">Rows of the result.</param>
    public static MlpBody Input(MlpShape shape, int inputSize, int outputs)
    {
        int told = inputSize - shape.ObservationSize;
        return new MlpBody(
            new GaussianMlpShape
            {
                ObservationSize = inputSize,
                ActionSize = outputs,
                HiddenSizes = shape.HiddenSizes,
                Activation = shape.Activation,
                OutputGain = 1,
                ObservationCentre = Extended(shape.ObservationCentre, 0, told),
                ObservationScale = Extended(shape.ObservationScale, 1, told),
            },
            outputs,
            "input");
    }

    private static ImmutableArray<double> Extended(ImmutableArray<double> values, double rest, int count)
        => values.IsDefaultOrEmpty ? [] : [.. values, .. Enumerable.Repeat(rest, count)];
}
