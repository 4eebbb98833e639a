namespace Xmrl.Latents.Model;

/// <summary>Weights of the terms of the model's error.</summary>
internal sealed record ModelWeights
{
    /// <summary>w_r of the squared error of the reward.</summary>
    public required double Reward { get; init; }

    /// <summary>w_s of the squared error of the next state; 0 leaves its decoder out.</summary>
    public required double State { get; init; }

    /// <summary>w_g of ln q(z|h, y) − ln p(z|y).</summary>
    public required double Latent { get; init; }

    /// <summary>w_c of ln K less the entropy of q(y|h).</summary>
    public double Components { get; init; }

    /// <summary>w_o of Σ_k q_k ln K·e^{k−K}, which puts the components into an order.</summary>
    public double Order { get; init; }

    /// <summary>w_e of the mean of (h − ĥ(z))², h constant.</summary>
    public double Dispersion { get; init; }
}
