using System.Collections.Immutable;

namespace Xmrl.Offline.Networks;

/// <summary>The form of MACAW's networks: a policy whose body also feeds an estimate of the advantage, and a value.</summary>
internal sealed record MacawShape
{
    /// <summary>O, components of an observation, ≥ 1.</summary>
    public required int ObservationSize { get; init; }

    /// <summary>Components of an action: A of real ones, k of choices, one-hot.</summary>
    public required int EncodedActionSize { get; init; }

    /// <summary>Whether actions are choices.</summary>
    public required bool IsCategorical { get; init; }

    /// <summary>Widths of the hidden layers of policy and value; empty for linear ones.</summary>
    public required ImmutableArray<int> Hidden { get; init; }

    /// <summary>Units of the hidden layer of the advantage's head, ≥ 1.</summary>
    public int HeadUnits { get; init; } = 32;

    /// <summary>c, components of the latent that a layer is generated from; 0 for plain layers.</summary>
    public int Latents { get; init; }

    /// <summary>σ of a real action about its mean, in units of the action limit, &gt; 0.</summary>
    public double Deviation { get; init; } = 0.2;

    /// <summary>Whether the mean of real actions is pressed through tanh.</summary>
    public bool SquashesMean { get; init; } = true;
}
