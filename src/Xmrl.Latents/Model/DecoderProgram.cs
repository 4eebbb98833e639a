using Xmrl.Autodiff;
using Xmrl.Latents.Networks;

namespace Xmrl.Latents.Model;

/// <summary>R̂(s, a, s′, ĥ(z)) and Ŝ(s, a, z) of pairs of a latent and a step, with their error; compiled once and shared by all
/// workers.</summary>
internal sealed class DecoderProgram
{
    private readonly NetworkPart[] _parts;

    /// <summary>Records and compiles.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="weights">Weights of the terms.</param>
    public DecoderProgram(LatentNetworks networks, ModelWeights weights)
    {
        LatentShape shape = networks.Shape;
        int size = networks.Spec.ObservationSize;
        var tape = new Tape();
        Latent = tape.Input("latent", shape.LatentSize, Shape.Batch);
        Code = tape.Input("code", networks.CodeSize, Shape.Batch);
        States = tape.Input("states", size, Shape.Batch);
        Actions = tape.Input("actions", networks.Policy.EncodedActionSize, Shape.Batch);
        Next = tape.Input("next states", size, Shape.Batch);
        Rewards = tape.Input("rewards", 1, Shape.Batch);
        Weights = tape.Input("weights", 1, Shape.Batch);
        (int state, int action) = (shape.StateEmbedding, shape.ActionEmbedding);
        MaskRows = (3 * state) + (2 * action);
        Masks = tape.Input("masks", MaskRows, Shape.Batch);
        _parts = weights.State > 0
            ? [networks.RewardState, networks.RewardAction, networks.Reward, networks.StateState, networks.StateAction, networks.State]
            : [networks.RewardState, networks.RewardAction, networks.Reward];
        Node[][] inputs = [.. _parts.Select(part => part.Inputs(tape))];
        Parameters = [.. inputs.SelectMany(nodes => nodes)];
        int mask = 0;

        Node seen = tape.ConcatRows(Code, Embedded(0, Next, state));
        seen = tape.ConcatRows(seen, Embedded(1, Actions, action));
        seen = tape.ConcatRows(seen, Embedded(0, States, state));
        Reward = _parts[2].Record(tape, inputs[2], seen);
        Node term = weights.Reward * tape.Square(Rewards - Reward);
        Node[] wanted = [.. Parameters, Code];
        if (weights.State > 0)
        {
            Node known = tape.ConcatRows(Latent, Embedded(3, States, state));
            known = tape.ConcatRows(known, Embedded(4, Actions, action));
            term += weights.State * tape.SumFeatures(tape.Square(Next - _parts[5].Record(tape, inputs[5], known)));
            wanted = [.. wanted, Latent];
        }

        Error = tape.Dot(Weights, term);
        Gradient = tape.Gradient(Error, wanted);
        ErrorProgram = tape.Compile(Error);
        GradientProgram = tape.Compile([Error, .. Gradient]);
        RewardProgram = tape.Compile(Reward);

        Node Embedded(int part, Node input, int rows)
        {
            Node own = tape.Relu(_parts[part].Record(tape, inputs[part], input)) * tape.SliceRows(Masks, mask, rows);
            mask += rows;
            return own;
        }
    }

    /// <summary>z of every pair. Shape [L, n].</summary>
    public Node Latent { get; }

    /// <summary>ĥ(z) of every pair, or z.</summary>
    public Node Code { get; }

    /// <summary>Normalised s. Shape [O, n].</summary>
    public Node States { get; }

    /// <summary>Encoded a.</summary>
    public Node Actions { get; }

    /// <summary>Normalised s′. Shape [O, n].</summary>
    public Node Next { get; }

    /// <summary>Rewards r. Shape [1, n].</summary>
    public Node Rewards { get; }

    /// <summary>Weight of every pair.</summary>
    public Node Weights { get; }

    /// <summary>Factors of dropout on the embeddings. Shape [<see cref="MaskRows"/>, n].</summary>
    public Node Masks { get; }

    /// <summary>Embedding units of a pair.</summary>
    public int MaskRows { get; }

    /// <summary>Predicted rewards R̂. Shape [1, n].</summary>
    public Node Reward { get; }

    /// <summary>Weighted sum of squared errors.</summary>
    public Node Error { get; }

    /// <summary>All parameters that the error depends on.</summary>
    public Node[] Parameters { get; }

    /// <summary>By the parameters, the code and, where next states are decoded, the latent.</summary>
    public Node[] Gradient { get; }

    /// <summary>By the code.</summary>
    public Node CodeGradient => Gradient[Parameters.Length];

    /// <summary>By the latent; null where next states are not decoded.</summary>
    public Node? LatentGradient => Gradient.Length > Parameters.Length + 1 ? Gradient[^1] : null;

    /// <summary>Computes <see cref="Error"/>.</summary>
    public TapeProgram ErrorProgram { get; }

    /// <summary>Computes <see cref="Error"/> and <see cref="Gradient"/>.</summary>
    public TapeProgram GradientProgram { get; }

    /// <summary>Computes <see cref="Reward"/>.</summary>
    public TapeProgram RewardProgram { get; }

    /// <summary>Binds the parameters.</summary>
    /// <param name="workspace">Where a program runs.</param>
    /// <param name="parameters">Parameters θ.</param>
    public void Bind(TapeWorkspace workspace, ReadOnlySpan<Real> parameters)
    {
        int next = 0;
        foreach (NetworkPart part in _parts)
        {
            part.Bind(workspace, Parameters.AsSpan(next, part.Tensors.Length).ToArray(), parameters);
            next += part.Tensors.Length;
        }
    }

    /// <summary>Adds the parameters' gradient to a flat one.</summary>
    /// <param name="workspace">Where <see cref="GradientProgram"/> ran.</param>
    /// <param name="gradient">Shape [P].</param>
    public void Add(TapeWorkspace workspace, Span<double> gradient)
    {
        int next = 0;
        foreach (NetworkPart part in _parts)
        {
            part.Add(workspace, Gradient.AsSpan(next, part.Tensors.Length), gradient);
            next += part.Tensors.Length;
        }
    }
}
