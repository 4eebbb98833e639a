using System.Collections.Immutable;
using Xmrl.Autodiff;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Linear;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;

namespace Xmrl.Latents.Networks;

/// <summary>A perceptron at its place in the flat vector of all networks.</summary>
internal sealed class NetworkPart
{
    private readonly MlpBody _body;

    /// <summary>Lays out the network.</summary>
    /// <param name="name">First part of its tensors' names.</param>
    /// <param name="sizes">Inputs, hidden layers and outputs.</param>
    /// <param name="activation">Non-linearity of the hidden layers.</param>
    /// <param name="offset">Index of its first parameter.</param>
    public NetworkPart(string name, ImmutableArray<int> sizes, Activation activation, int offset)
    {
        _body = new MlpBody(
            new GaussianMlpShape
            {
                ObservationSize = sizes[0],
                ActionSize = sizes[^1],
                HiddenSizes = sizes[1..^1],
                Activation = activation,
                OutputGain = 1,
            },
            sizes[^1],
            "output");
        (Name, Offset) = (name, offset);
        Tensors = [.. _body.Tensors.Select(
            tensor => tensor with { Name = $"{name}.{tensor.Name}", Offset = offset + tensor.Offset })];
    }

    /// <summary>First part of the tensors' names.</summary>
    public string Name { get; }

    /// <summary>Index of the first parameter.</summary>
    public int Offset { get; }

    /// <summary>Index after the last parameter.</summary>
    public int End => Offset + _body.ParameterCount;

    /// <summary>Its tensors in the flat vector.</summary>
    public ImmutableArray<TensorSpec> Tensors { get; }

    /// <summary>Draws the first parameters: weights Glorot-uniform, biases 0.</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="parameters">The flat vector.</param>
    public void Initialize(RandomKey key, Span<Real> parameters) => _body.Initialize(key, parameters[Offset..End]);

    /// <summary>One input per tensor.</summary>
    /// <param name="tape">The tape.</param>
    public Node[] Inputs(Tape tape) => [.. Tensors.Select(tensor => tape.Input(tensor.Name, tensor.Rows, tensor.Columns))];

    /// <summary>Records the output.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="parameters">What <see cref="Inputs"/> gave.</param>
    /// <param name="input">Shape [inputs, n].</param>
    /// <returns>Shape [outputs, n].</returns>
    public Node Record(Tape tape, IReadOnlyList<Node> parameters, Node input) => _body.Record(tape, parameters, input);

    /// <summary>Binds the parameters.</summary>
    /// <param name="workspace">Where the program runs.</param>
    /// <param name="inputs">What <see cref="Inputs"/> gave.</param>
    /// <param name="parameters">The flat vector.</param>
    public void Bind(TapeWorkspace workspace, IReadOnlyList<Node> inputs, ReadOnlySpan<Real> parameters)
    {
        for (int i = 0; i < inputs.Count; i++)
        {
            workspace.Bind(inputs[i], Tensors[i].Of(parameters));
        }
    }

    /// <summary>Adds a gradient to a flat one.</summary>
    /// <param name="workspace">Where the program ran.</param>
    /// <param name="nodes">One node per tensor.</param>
    /// <param name="gradient">Adds to the places of the tensors.</param>
    /// <param name="origin">Index in the flat vector of the gradient's first element.</param>
    public void Add(TapeWorkspace workspace, ReadOnlySpan<Node> nodes, Span<double> gradient, int origin = 0)
    {
        for (int i = 0; i < nodes.Length; i++)
        {
            VectorOperations.Add(
                workspace.Read(nodes[i]).Data[..Tensors[i].Length], gradient.Slice(Tensors[i].Offset - origin, Tensors[i].Length));
        }
    }
}
