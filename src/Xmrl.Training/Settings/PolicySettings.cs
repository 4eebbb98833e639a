using System.Collections.Immutable;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Validation;

namespace Xmrl.Training.Settings;

/// <summary>The Gaussian policy.</summary>
public sealed record PolicySettings : IValidated
{
    /// <summary>Units per hidden layer, each in [1, 4096]. Default 64×64 (chosen by us: the paper does not state its network).</summary>
    /// <unit>units</unit>
    public ImmutableArray<int> HiddenSizes { get; init; } = [64, 64];

    /// <summary>Non-linearity. Default ReLU (tuned by us on the drone's validation tasks: docs/tuning.md; with tanh the same learner stays
    /// below the paper's base policy).</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Length of the learnable bias-transformation vector that joins the observation, in [0, 1024]; 0 for none. Default 0 (tuned
    /// by us on the drone's validation tasks: docs/tuning.md).</summary>
    /// <unit>components</unit>
    public int ContextSize { get; init; }

    /// <summary>Logarithm of the initial standard deviation of actions, in [-20, 2]. Default -0.7 (tuned by us on the drone's validation
    /// tasks: docs/tuning.md).</summary>
    /// <unit>natural logarithm of the action's unit</unit>
    public double InitialLogStd { get; init; } = -0.7;

    /// <summary>Whether the standard deviation is learned. Default false (tuned by us on the drone's validation tasks:
    /// docs/tuning.md).</summary>
    public bool LearnLogStd { get; init; }

    /// <summary>Gain of the last layer's initial weights, in (0, 1]. Default 1 (tuned by us on the drone's validation tasks:
    /// docs/tuning.md).</summary>
    /// <unit>factor</unit>
    public double OutputGain { get; init; } = 1;

    /// <inheritdoc/>
    public IEnumerable<ValidationError> Validate() =>
    [
        .. HiddenSizes.SelectMany(size => NumberRange.Closed(1, 4096).Check(nameof(HiddenSizes), size)),
        .. NumberRange.Closed(0, 1024).Check(nameof(ContextSize), ContextSize),
        .. NumberRange.Closed(-20, 2).Check(nameof(InitialLogStd), InitialLogStd),
        .. NumberRange.OpenClosed(0, 1).Check(nameof(OutputGain), OutputGain),
    ];
}
