using Xmrl.Rl.Environments;

namespace Xmrl.Rl.Policies;

/// <summary>The form of a policy over finitely many choices: softmax of a multilayer perceptron. Without hidden layers and on one-hot
/// observations it is the tabular softmax policy.</summary>
/// <remarks>π(i|o) = e^{lᵢ}/Σⱼe^{lⱼ} with the perceptron's output l; an action is the number i of the choice.</remarks>
public sealed record CategoricalMlpShape : MlpShape
{
    /// <summary>k ≥ 2, the number of choices.</summary>
    public required int Choices
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 2, nameof(Choices));
            field = value;
        }
    }

    /// <summary>The default shape with an environment's sizes and normalisation.</summary>
    /// <param name="spec">An environment with categorical actions.</param>
    /// <exception cref="ArgumentException">The environment's actions are not categorical.</exception>
    public static CategoricalMlpShape For(EnvironmentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (spec.ActionChoices == 0)
        {
            throw new ArgumentException(
                $"The actions of '{spec.Id}' are {spec.ActionSize} real numbers; a categorical policy needs choices.", nameof(spec));
        }

        return new CategoricalMlpShape
        {
            ObservationSize = spec.ObservationSize,
            Choices = spec.ActionChoices,
            ObservationCentre = spec.ObservationCentre,
            ObservationScale = spec.ObservationScale,
        };
    }
}
