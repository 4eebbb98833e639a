using System.Collections.Immutable;
using Xmrl.Autodiff;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;

namespace Xmrl.Rl.Networks;

/// <summary>Layout, initialisation and recording of a perceptron whose first bias depends on a latent: encoders, critics, values and
/// squashed policies are of this kind.</summary>
/// <remarks>Tensors in order, each after the network's name: <c>layers.{l}.weight</c> [Hₗ, Hₗ₋₁] and <c>layers.{l}.bias</c> [Hₗ, 1], the
/// last layer being number L; with a latent, <c>latent.weight</c> [H₁, L] after the first layer's bias.</remarks>
internal sealed class LatentNetwork
{
    private const double FirstBias = 0.1;

    /// <summary>Lays out the network.</summary>
    /// <param name="shape">Its form.</param>
    /// <param name="offset">Index of its first parameter in the flat vector of all networks.</param>
    /// <exception cref="ArgumentException">There is no hidden layer.</exception>
    public LatentNetwork(NetworkShape shape, int offset)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Hidden.IsDefaultOrEmpty)
        {
            throw new ArgumentException("The network needs a hidden layer, into which the latent goes.", nameof(shape));
        }

        Shape = shape;
        Offset = offset;
        ImmutableArray<TensorSpec>.Builder tensors = ImmutableArray.CreateBuilder<TensorSpec>();
        int at = offset;
        int inputs = shape.Inputs;
        foreach ((int layer, int outputs) in shape.Hidden.Append(shape.Outputs).Index())
        {
            Add($"layers.{layer}.weight", outputs, inputs);
            Add($"layers.{layer}.bias", outputs, 1);
            if (layer == 0 && shape.Latent > 0)
            {
                Add("latent.weight", outputs, shape.Latent);
            }

            inputs = outputs;
        }

        Tensors = tensors.ToImmutable();
        Length = at - offset;

        void Add(string name, int rows, int columns)
        {
            tensors.Add(new TensorSpec($"{shape.Name}.{name}", rows, columns, at));
            at = checked(at + (rows * columns));
        }
    }

    /// <summary>Its form.</summary>
    public NetworkShape Shape { get; }

    /// <summary>Index of its first parameter in the flat vector of all networks.</summary>
    public int Offset { get; }

    /// <summary>Number of parameters.</summary>
    public int Length { get; }

    /// <summary>Its tensors in the flat vector of all networks.</summary>
    public ImmutableArray<TensorSpec> Tensors { get; }

    /// <summary>Number of layers, with the last.</summary>
    public int Layers => Shape.Hidden.Length + 1;

    /// <summary>Draws the first parameters; tensor i draws from child i of the key.</summary>
    /// <param name="key">Random numbers.</param>
    /// <param name="parameters">All networks' parameters.</param>
    /// <remarks>Weights uniform in ±1/√(outputs of the layer), biases 0.1, the last layer as the shape says: the authors' code of Rakelly
    /// et al. (2019).</remarks>
    public void Initialize(RandomKey key, Span<Real> parameters)
    {
        foreach ((int i, TensorSpec tensor) in Tensors.Index())
        {
            Span<Real> values = tensor.Of(parameters);
            bool isLast = i >= Tensors.Length - 2;
            if (!isLast && tensor.Columns == 1 && tensor.Name.EndsWith(".bias", StringComparison.Ordinal))
            {
                values.Fill((Real)FirstBias);
                continue;
            }

            double bound = isLast ? Shape.OutputBound : 1 / Math.Sqrt(tensor.Rows);
            key.Derive((ulong)i).FillUniform(0, values);
            foreach (ref Real value in values)
            {
                value = (Real)(bound * ((2 * (double)value) - 1));
            }
        }
    }

    /// <summary>One input per tensor.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="prefix">Tells several recordings of one network apart.</param>
    public Node[] ParameterInputs(Tape tape, string prefix = "")
        => [.. Tensors.Select(tensor => tape.Input(prefix + tensor.Name, tensor.Rows, tensor.Columns))];

    /// <summary>Records the output.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="parameters">One node per tensor.</param>
    /// <param name="input">Samples x. Shape [inputs, n].</param>
    /// <param name="latent">The latent z. Shape [L, 1]; null where L is 0.</param>
    /// <returns>Shape [outputs, n].</returns>
    public Node Record(Tape tape, Node[] parameters, Node input, Node? latent)
    {
        ArgumentNullException.ThrowIfNull(tape);
        Node hidden = input;
        int next = 0;
        for (int layer = 0; layer < Layers; layer++)
        {
            (Node weight, Node bias) = (parameters[next], parameters[next + 1]);
            next += 2;
            if (layer == 0 && latent is { } z)
            {
                bias += tape.Multiply(parameters[next++], z);
            }

            hidden = tape.Linear(weight, bias, hidden, layer == Layers - 1 ? Activation.Identity : Activation.Relu);
        }

        return hidden;
    }

    /// <summary>Binds the parameters of a recording.</summary>
    /// <param name="workspace">Where the program runs.</param>
    /// <param name="inputs">What <see cref="ParameterInputs"/> gave.</param>
    /// <param name="parameters">All networks' parameters.</param>
    public void Bind(TapeWorkspace workspace, Node[] inputs, ReadOnlySpan<Real> parameters)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            workspace.Bind(inputs[i], Tensors[i].Of(parameters));
        }
    }

    /// <summary>Copies a gradient out of a run.</summary>
    /// <param name="workspace">Where the program ran.</param>
    /// <param name="gradient">One node per tensor.</param>
    /// <param name="into">Receives it in the order of the parameters. Shape [Length].</param>
    public void Read(TapeWorkspace workspace, Node[] gradient, Span<double> into)
    {
        for (int i = 0; i < gradient.Length; i++)
        {
            var values = workspace.Read(gradient[i]);
            int at = Tensors[i].Offset - Offset;
            for (int row = 0; row < values.Rows; row++)
            {
                foreach (Real value in values.Row(row))
                {
                    into[at++] = value;
                }
            }
        }
    }
}
