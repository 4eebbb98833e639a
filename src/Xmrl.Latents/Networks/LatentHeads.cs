using Xmrl.Autodiff;

namespace Xmrl.Latents.Networks;

/// <summary>q(y|h) and q(z|h, y) on a tape.</summary>
internal sealed class LatentHeads
{
    /// <summary>Least variance of a latent, so that its logarithm is finite.</summary>
    internal const double LeastVariance = 1e-6;

    private readonly LatentNetworks _networks;
    private readonly Tape _tape;
    private readonly Node[] _components;
    private readonly Node[] _latent;

    /// <summary>Makes the parameters inputs of a tape.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="tape">The tape.</param>
    public LatentHeads(LatentNetworks networks, Tape tape)
    {
        (_networks, _tape) = (networks, tape);
        _components = networks.ComponentHead?.Inputs(tape) ?? [];
        _latent = networks.LatentHead.Inputs(tape);
    }

    /// <summary>All parameters: of q(y|h), then of q(z|h, y).</summary>
    public Node[] Parameters => [.. _components, .. _latent];

    /// <summary>ln q(y|h). Shape [K, n].</summary>
    /// <param name="memory">Memory h. Shape [M, n].</param>
    public Node LogComponents(Node memory) => LogSoftmax(_tape, _networks.ComponentHead!.Record(_tape, _components, memory));

    /// <summary>μ and σ² of q(z|h, y).</summary>
    /// <param name="memory">Memory h. Shape [M, n].</param>
    /// <param name="components">y, shape [K, n]; null with one component.</param>
    /// <returns>Shape [L, n] each.</returns>
    public (Node Mean, Node Variance) Latent(Node memory, Node? components)
    {
        Node input = components is { } y ? _tape.ConcatRows(memory, y) : memory;
        return Gaussian(_tape, _networks.LatentHead.Record(_tape, _latent, input));
    }

    /// <summary>Binds the parameters.</summary>
    /// <param name="workspace">Where the program runs.</param>
    /// <param name="parameters">Parameters θ.</param>
    public void Bind(TapeWorkspace workspace, ReadOnlySpan<Real> parameters)
    {
        _networks.ComponentHead?.Bind(workspace, _components, parameters);
        _networks.LatentHead.Bind(workspace, _latent, parameters);
    }

    /// <summary>Mean, and variance by softplus, from a network's output.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="output">Shape [2L, n].</param>
    public static (Node Mean, Node Variance) Gaussian(Tape tape, Node output)
    {
        int size = output.Shape.Rows / 2;
        return (tape.SliceRows(output, 0, size), tape.Softplus(tape.SliceRows(output, size, size)) + LeastVariance);
    }

    /// <summary>Logits less the logarithm of the sum of their exponentials, shifted so that nothing overflows.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="logits">Shape [K, n].</param>
    public static Node LogSoftmax(Tape tape, Node logits)
    {
        Node largest = tape.SliceRows(logits, 0, 1);
        for (int k = 1; k < logits.Shape.Rows; k++)
        {
            largest = tape.Maximum(largest, tape.SliceRows(logits, k, 1));
        }

        Node shifted = logits - tape.Broadcast(tape.StopGradient(largest), logits.Shape);
        return shifted - tape.Broadcast(tape.Log(tape.SumFeatures(tape.Exp(shifted))), logits.Shape);
    }
}
