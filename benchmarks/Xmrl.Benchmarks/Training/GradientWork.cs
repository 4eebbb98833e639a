using System.Globalization;
using Xmrl.Rl.Policies;

namespace Xmrl.Benchmarks.Training;

/// <summary>Floating-point operations that the gradients of a perceptron policy need per sample, by formula: 2·M·N per sample and product
/// of a layer with an M×N weight. Elementwise work, reductions and everything without samples count nothing.</summary>
/// <remarks>
/// With S the sum over all layers of 2·M·N and F the first layer's, whose input needs no derivative, and with every value computed once:
/// <list type="bullet">
/// <item>a forward pass takes S;</item>
/// <item>a gradient takes 3S − F: forward, weight gradients, input gradients of all layers but the first;</item>
/// <item>a Hessian product takes 6S − 4F beyond the values of the gradient at the same parameters and samples: the tangents V·a and W·ȧ,
/// the input gradients Wᵀδ̇ and Vᵀδ, the weight gradients δ̇·aᵀ and δ·ȧᵀ, where the parts with ȧ, Wᵀ and Vᵀ lack the first layer;</item>
/// <item>a product with the Fisher matrix Jᵀ·M·J takes 4S − 2F beyond the forward values: V·a and W·ȧ, Wᵀδ and δ·aᵀ.</item>
/// </list>
/// </remarks>
/// <seealso href="https://doi.org/10.1162/neco.1994.6.1.147">Pearlmutter (1994), Fast exact multiplication by the Hessian.</seealso>
public sealed class GradientWork
{
    private readonly double _all;
    private readonly double _first;

    /// <summary>Takes the layers of a policy.</summary>
    /// <param name="policy">A perceptron policy; a context is not counted.</param>
    public GradientWork(IPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        double[] layers =
        [
            .. policy.Tensors
                .Where(static tensor => tensor.Name.EndsWith(".weight", StringComparison.Ordinal))
                .Where(static tensor => tensor.Name != TensorSpec.ContextWeight)
                .Select(static tensor => 2.0 * tensor.Rows * tensor.Columns),
        ];
        _all = layers.Sum();
        _first = layers[0];
    }

    /// <summary>Operations per sample of a forward pass.</summary>
    public double Forward => _all;

    /// <summary>Operations per sample of value and gradient.</summary>
    public double Gradient => (3 * _all) - _first;

    /// <summary>Operations per sample of a Hessian product where the gradient at the same parameters has been taken.</summary>
    public double Hessian => (6 * _all) - (4 * _first);

    /// <summary>Operations per sample of a Fisher product where the forward pass at the same parameters has been taken.</summary>
    public double Fisher => (4 * _all) - (2 * _first);

    /// <summary>Operations of one iteration of second-order MAML.</summary>
    /// <remarks>
    /// Hyper-gradient: a gradient of the samples before and of those after adaptation, and a Hessian product before. Every Fisher product
    /// through the adaptation: two Hessian products before, a Fisher product after. Every candidate of the line search: a gradient before,
    /// a forward pass after; at the parameters themselves, all values are known.
    /// </remarks>
    /// <param name="counts">What the iteration did.</param>
    /// <returns>Floating-point operations.</returns>
    public double Iteration(GradientCounts counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        double before = Gradient + Hessian + (counts.FisherProducts * 2.0 * Hessian) + (counts.Candidates * Gradient);
        double after = Gradient + (counts.FisherProducts * Fisher) + (counts.Candidates * Forward);
        return (counts.InnerSamples * before) + (counts.OuterSamples * after);
    }

    /// <inheritdoc/>
    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"{_all} operations per sample and pass, {_first} of them in the first layer");
}
