namespace Xmrl.Offline.Learning.Generated;

/// <summary>What the inner steps of several tasks need of one layer beside vectors of the length of ψ.</summary>
/// <param name="tasks">Tasks at once.</param>
/// <param name="latents">c, the components of the latent.</param>
internal sealed class LayerProducts(int tasks, int latents)
{
    /// <summary>m = Wᵀg. Shape [tasks, c].</summary>
    public Real[] Inner { get; } = new Real[tasks * latents];

    /// <summary>t = Wᵀa. Shape [tasks, c].</summary>
    public Real[] Outer { get; } = new Real[tasks * latents];

    /// <summary>κ = a·g. Shape [tasks].</summary>
    public double[] Alignment { get; } = new double[tasks];

    /// <summary>The square z·z of the latent.</summary>
    public double Square { get; set; }

    /// <summary>Products z·m of latent and inner product. Shape [tasks].</summary>
    public double[] LatentMove { get; } = new double[tasks];

    /// <summary>Products t·m of the two products. Shape [tasks].</summary>
    public double[] OuterMove { get; } = new double[tasks];

    /// <summary>Step size α_z.</summary>
    public double LatentStep { get; set; }

    /// <summary>Step size α_W.</summary>
    public double WeightStep { get; set; }

    /// <summary>Step size α_b.</summary>
    public double BiasStep { get; set; }

    /// <summary>s = z·z + share·α_z·z·m.</summary>
    /// <param name="task">Number of the task.</param>
    /// <param name="share">Factor on every step size.</param>
    public double Gain(int task, double share = 1) => Square + (share * LatentStep * LatentMove[task]);
}
