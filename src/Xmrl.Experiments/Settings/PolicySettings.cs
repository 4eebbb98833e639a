using System.Collections.Immutable;
using Xmrl.Experiments.Configuration;
using Xmrl.Numerics.Kernels;

namespace Xmrl.Experiments.Settings;

/// <summary>The Gaussian policy.</summary>
public sealed record PolicySettings : IValidated
{
    /// <summary>Units per hidden layer. Default 64×64 (ours: the paper does not state its network).</summary>
    public ImmutableArray<int> HiddenSizes { get; init; } = [64, 64];

    /// <summary>Non-linearity. Default ReLU, tuned by us on validation tasks: with tanh the same learner stays below the paper's base
    /// policy.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Length of the learnable bias-transformation vector that joins the observation; 0 for none. Tuned by us on validation
    /// tasks.</summary>
    public int ContextSize { get; init; }

    /// <summary>Logarithm of the initial standard deviation of actions. Tuned by us.</summary>
    public double InitialLogStd { get; init; } = -0.7;

    /// <summary>Whether the standard deviation is learned.</summary>
    public bool LearnLogStd { get; init; }

    /// <summary>Gain of the last layer's initial weights, in (0, 1]. Tuned by us.</summary>
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
