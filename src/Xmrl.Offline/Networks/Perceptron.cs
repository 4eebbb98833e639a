using System.Collections.Immutable;
using Xmrl.Autodiff;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;

namespace Xmrl.Offline.Networks;

/// <summary>Layout, first values and recording of an ordinary perceptron with rectified hidden layers; without hidden layers it is
/// linear.</summary>
/// <remarks>Tensors in order, each after the network's name: <c>layers.{l}.weight</c> [Hₗ, Hₗ₋₁] and <c>layers.{l}.bias</c> [Hₗ, 1], the
/// last layer being number L.</remarks>
internal sealed class Perceptron
{
    /// <summary>Lays out the network.</summary>
    /// <param name="name">First part of the tensors' names.</param>
    /// <param name="inputs">Components of a sample, ≥ 1.</param>
    /// <param name="hidden">Widths of the hidden layers; may be empty.</param>
    /// <param name="outputs">Components of the output, ≥ 1.</param>
    /// <param name="offset">Index of the first parameter in the flat vector.</param>
    public Perceptron(string name, int inputs, ImmutableArray<int> hidden, int outputs, int offset)
    {
        var tensors = ImmutableArray.CreateBuilder<TensorSpec>();
        int at = offset;
        int width = inputs;
        foreach ((int layer, int rows) in hidden.Append(outputs).Index())
        {
            Add($"{name}.layers.{layer}.weight", rows, width);
            Add($"{name}.layers.{layer}.bias", rows, 1);
            width = rows;
        }

        Tensors = tensors.ToImmutable();
        Length = at - offset;

        void Add(string tensor, int rows, int columns)
        {
            tensors.Add(new TensorSpec(tensor, rows, columns, at));
            at = checked(at + (rows * columns));
        }
    }

    /// <summary>Its tensors in the flat vector.</summary>
    public ImmutableArray<TensorSpec> Tensors { get; }

    /// <summary>Number of parameters.</summary>
    public int Length { get; }

    /// <summary>Draws the first parameters: weights and biases uniform in ±1/√inputs of the layer, as PyTorch does.</summary>
    /// <param name="key">Tensor i draws from child i.</param>
    /// <param name="parameters">The flat vector.</param>
    public void Initialize(RandomKey key, Span<Real> parameters)
    {
        double bound = 1;
        foreach ((int i, TensorSpec tensor) in Tensors.Index())
        {
            bound = i % 2 == 0 ? 1 / Math.Sqrt(tensor.Columns) : bound;
            Span<Real> values = tensor.Of(parameters);
            key.Derive((ulong)i).FillUniform(0, values);
            foreach (ref Real value in values)
            {
                value = (Real)(bound * ((2 * (double)value) - 1));
            }
        }
    }

    /// <summary>One input per tensor.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="prefix">Tells several recordings apart.</param>
    public Node[] Inputs(Tape tape, string prefix = "")
        => [.. Tensors.Select(tensor => tape.Input(prefix + tensor.Name, tensor.Rows, tensor.Columns))];

    /// <summary>Records the network.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="parameters">One node per tensor.</param>
    /// <param name="input">Samples. Shape [inputs, n].</param>
    /// <returns>What the last layer sees, and its output. Shapes [H_L, n] and [outputs, n].</returns>
    public static (Node Hidden, Node Output) Record(Tape tape, ReadOnlySpan<Node> parameters, Node input)
    {
        Node hidden = input;
        for (int i = 0; i < parameters.Length - 2; i += 2)
        {
            hidden = tape.Linear(parameters[i], parameters[i + 1], hidden, Activation.Relu);
        }

        return (hidden, tape.Linear(parameters[^2], parameters[^1], hidden, Activation.Identity));
    }
}
