using System.Collections.Immutable;
using Xmrl.Numerics.Kernels;
using Xmrl.Rl.Environments;

namespace Xmrl.Rl.Policies;

/// <summary>The form of a Gaussian policy whose mean is a multilayer perceptron and whose standard deviation does not depend on the observation.</summary>
/// <remarks>With x = (o − centre)·scale: z₁ = W₁x + b₁ + W_c·c, hₗ = f(zₗ), μ = W_μ·h_L + b_μ, a ~ N(μ, diag(e^{2·logσ})).</remarks>
public sealed record GaussianMlpShape
{
    /// <summary>O ≥ 1.</summary>
    public required int ObservationSize { get; init => field = Positive(value, nameof(ObservationSize)); }

    /// <summary>A ≥ 1.</summary>
    public required int ActionSize { get; init => field = Positive(value, nameof(ActionSize)); }

    /// <summary>Widths of the hidden layers, each ≥ 1; empty for a linear policy. Default 64, 64 (Finn et al. 2017 use two layers of 100, the drone protocol 64).</summary>
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

    /// <summary>Length of the learnable bias-transformation vector c (Finn et al. 2017, "One-shot visual imitation learning via meta-learning"), ≥ 0; 0 for none. Default 0.</summary>
    public int ContextSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(ContextSize));
            field = value;
        }
    }

    /// <summary>log σ at the start, or for ever when it is not learned; finite, in [−20, 2]. Default −0.7 (ours).</summary>
    public double InitialLogStd
    {
        get;
        init
        {
            if (!(value >= -20 && value <= 2))
            {
                throw new ArgumentOutOfRangeException(nameof(InitialLogStd), value, $"InitialLogStd must lie in [-20, 2]; found {value}.");
            }

            field = value;
        }
    }

    = -0.7;

    /// <summary>Whether log σ is part of θ. Default true.</summary>
    public bool LearnLogStd { get; init; } = true;

    /// <summary>Factor on the Glorot bound of the last layer's initial weights, in (0, 1]: small, so that the first actions are almost pure noise. Default 0.1 (ours).</summary>
    public double OutputGain
    {
        get;
        init
        {
            if (!(value > 0 && value <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(OutputGain), value, $"OutputGain must lie in (0, 1]; found {value}.");
            }

            field = value;
        }
    }

    = 0.1;

    /// <summary>Centre of the fixed normalisation of observations. Shape [O]; empty for zeros.</summary>
    public ImmutableArray<double> ObservationCentre { get; init; } = [];

    /// <summary>Scale of the fixed normalisation. Shape [O]; empty for ones.</summary>
    public ImmutableArray<double> ObservationScale { get; init; } = [];

    /// <summary>The default shape with an environment's sizes and normalisation.</summary>
    /// <param name="spec">The environment.</param>
    public static GaussianMlpShape For(EnvironmentSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new GaussianMlpShape
        {
            ObservationSize = spec.ObservationSize,
            ActionSize = spec.ActionSize,
            ObservationCentre = spec.ObservationCentre,
            ObservationScale = spec.ObservationScale,
        };
    }

    private static int Positive(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, name);
        return value;
    }
}
