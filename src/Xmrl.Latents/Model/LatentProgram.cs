using Xmrl.Autodiff;
using Xmrl.Latents.Networks;

namespace Xmrl.Latents.Model;

/// <summary>From memory to latent, and the terms of the model's error that need no decoder; compiled once and shared by all
/// workers.</summary>
/// <remarks>y is relaxed categorical at temperature 1, z = μ + σ∘ε. Noise is an input: it is drawn by whoever binds it, once.</remarks>
/// <seealso href="https://github.com/suyoung-lee/SDVT">Lee, Cho and Sung (2023), subtask decomposition and virtual training.</seealso>
internal sealed class LatentProgram
{
    private readonly LatentNetworks _networks;
    private readonly LatentHeads _heads;
    private readonly Node[] _prior;
    private readonly Node[] _dispersion;

    /// <summary>Records and compiles.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="weights">Weights of the terms.</param>
    public LatentProgram(LatentNetworks networks, ModelWeights weights)
    {
        _networks = networks;
        LatentShape shape = networks.Shape;
        var tape = new Tape();
        Memory = tape.Input("memory", shape.MemorySize, Shape.Batch);
        Noise = tape.Input("noise", shape.LatentSize, Shape.Batch);
        Weights = tape.Input("weights", 1, Shape.Batch);
        LatentCotangent = tape.Input("latent cotangent", shape.LatentSize, Shape.Batch);
        CodeCotangent = tape.Input("code cotangent", networks.CodeSize, Shape.Batch);
        _heads = new LatentHeads(networks, tape);
        _prior = networks.Prior?.Inputs(tape) ?? [];
        _dispersion = networks.Dispersion?.Inputs(tape) ?? [];
        Gumbel = shape.Components > 1 ? tape.Input("gumbel", shape.Components, Shape.Batch) : null;

        Node? components = null;
        Node? mixture = null;
        if (Gumbel is { } gumbel)
        {
            Node log = _heads.LogComponents(Memory);
            components = tape.Exp(LatentHeads.LogSoftmax(tape, log + gumbel));
            mixture = Mixture(tape, log, weights);
        }

        (Node mean, Node variance) = _heads.Latent(Memory, components);
        Latent = mean + (tape.Sqrt(variance) * Noise);
        Node term = weights.Latent * Divergence(tape, (mean, variance), components);
        term = mixture is { } own ? term + own : term;
        Code = networks.Dispersion is { } dispersion ? dispersion.Record(tape, _dispersion, Latent) : Latent;
        if (networks.Dispersion is not null)
        {
            Node distance = tape.SumFeatures(tape.Square(tape.StopGradient(Memory) - Code));
            term += (weights.Dispersion / shape.MemorySize) * distance;
        }

        Error = tape.Dot(Weights, term);
        Node objective = Error + tape.Dot(Latent, LatentCotangent) + tape.Dot(Code, CodeCotangent);
        Gradient = tape.Gradient(objective, [.. _heads.Parameters, .. _prior, .. _dispersion, Memory]);
        Forward = tape.Compile(Latent, Code, Error);
        Backward = tape.Compile([.. Gradient]);
    }

    /// <summary>Memory h. Shape [M, n].</summary>
    public Node Memory { get; }

    /// <summary>Standard Gumbel draws, shape [K, n]; null with one component.</summary>
    public Node? Gumbel { get; }

    /// <summary>Standard normal draws ε. Shape [L, n].</summary>
    public Node Noise { get; }

    /// <summary>Weight of every column. Shape [1, n].</summary>
    public Node Weights { get; }

    /// <summary>∂/∂z of the decoders' error. Shape [L, n].</summary>
    public Node LatentCotangent { get; }

    /// <summary>∂/∂ĥ of the decoders' error. Shape [<see cref="LatentNetworks.CodeSize"/>, n].</summary>
    public Node CodeCotangent { get; }

    /// <summary>Latent z. Shape [L, n].</summary>
    public Node Latent { get; }

    /// <summary>ĥ(z), or z without dispersion.</summary>
    public Node Code { get; }

    /// <summary>Weighted sum of the terms.</summary>
    public Node Error { get; }

    /// <summary>By all parameters, then by the memory.</summary>
    public Node[] Gradient { get; }

    /// <summary>Computes <see cref="Latent"/>, <see cref="Code"/> and <see cref="Error"/>.</summary>
    public TapeProgram Forward { get; }

    /// <summary>Computes <see cref="Gradient"/>.</summary>
    public TapeProgram Backward { get; }

    /// <summary>Binds the parameters.</summary>
    /// <param name="workspace">Where a program runs.</param>
    /// <param name="parameters">Parameters θ.</param>
    public void Bind(TapeWorkspace workspace, ReadOnlySpan<Real> parameters)
    {
        _heads.Bind(workspace, parameters);
        _networks.Prior?.Bind(workspace, _prior, parameters);
        _networks.Dispersion?.Bind(workspace, _dispersion, parameters);
    }

    /// <summary>Adds the parameters' gradient to a flat one.</summary>
    /// <param name="workspace">Where <see cref="Backward"/> ran.</param>
    /// <param name="gradient">Shape [P].</param>
    public void Add(TapeWorkspace workspace, Span<double> gradient)
    {
        int next = 0;
        foreach (NetworkPart? part in (NetworkPart?[])
            [_networks.ComponentHead, _networks.LatentHead, _networks.Prior, _networks.Dispersion])
        {
            if (part is not null)
            {
                part.Add(workspace, Gradient.AsSpan(next, part.Tensors.Length), gradient);
                next += part.Tensors.Length;
            }
        }
    }

    /// <summary>ln q(z|h, y) − ln p(z|y) of the drawn z, per column; the normalising constants cancel.</summary>
    private Node Divergence(Tape tape, (Node Mean, Node Variance) posterior, Node? components)
    {
        Node own = tape.Log(posterior.Variance) + tape.Square(Noise);
        Node prior = tape.Square(Latent);
        if (_networks.Prior is { } network)
        {
            (Node mean, Node variance) = LatentHeads.Gaussian(tape, network.Record(tape, _prior, components!.Value));
            prior = tape.Log(variance) + (tape.Square(Latent - mean) / variance);
        }

        return 0.5 * tape.SumFeatures(prior - own);
    }

    /// <summary>w_c (ln K + Σ q ln q) + w_o Σ_k q_k ln K·e^{k−K}, k from 1 to K.</summary>
    private static Node Mixture(Tape tape, Node log, ModelWeights weights)
    {
        int count = log.Shape.Rows;
        Node shares = tape.Exp(log);
        Node term = weights.Components * (tape.SumFeatures(shares * log) + Math.Log(count));
        for (int k = 0; k < count; k++)
        {
            double factor = weights.Order * Math.Log(count) * Math.Exp(k + 1 - count);
            term += factor * tape.SliceRows(shares, k, 1);
        }

        return term;
    }
}
