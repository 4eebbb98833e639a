using System.Collections.Immutable;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Validation;

namespace Xmrl.Rl.Policies;

/// <summary>The form of a multilayer perceptron that maps an observation to the parameters of an action distribution.</summary>
/// <remarks>With x = (o − centre)·scale: z₁ = W₁x + b₁ + W_c·c, hₗ = f(zₗ), and the output is W·h_L + b.</remarks>
public abstract record MlpShape
{
    /// <summary>O ≥ 1.</summary>
    public required int ObservationSize { get; init => field = Positive(value, nameof(ObservationSize)); }

    /// <summary>Widths of the hidden layers, each ≥ 1; empty for a linear policy. Default 64, 64 (Finn et al. 2017 use two layers of 100,
    /// the drone protocol 64).</summary>
    public ImmutableArray<int> HiddenSizes
    {
        get;
        init
        {
            foreach (int size in value)
            {
                Positive(size, nameof(HiddenSizes));
            }

            field = value;
        }
    }

    = [64, 64];

    /// <summary>f, the non-linearity of the hidden layers. Default tanh.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>Length of the learnable bias-transformation vector c (Finn et al. 2017, "One-shot visual imitation learning via
    /// meta-learning"), ≥ 0; 0 for none. Default 0.</summary>
    public int ContextSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(ContextSize));
            field = value;
        }
    }

    /// <summary>Factor on the Glorot bound of the last layer's initial weights, in (0, 1]: small, so that the first actions are almost pure
    /// noise. Default 0.1 (ours).</summary>
    public double OutputGain { get; init => field = NumberRange.OpenClosed(0, 1).Require(value); } = 0.1;

    /// <summary>Centre of the fixed normalisation of observations. Shape [O]; empty for zeros.</summary>
    public ImmutableArray<double> ObservationCentre { get; init; } = [];

    /// <summary>Scale of the fixed normalisation. Shape [O]; empty for ones.</summary>
    public ImmutableArray<double> ObservationScale { get; init; } = [];

    private protected static int Positive(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        return value;
    }
}
