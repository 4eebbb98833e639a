using System.Collections.Immutable;
using Xmrl.Autodiff;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Rl.Policies;

/// <summary>What policies on perceptrons share: layout, initialisation and recording of the network, and the normalisation of
/// observations.</summary>
internal sealed class MlpBody
{
    private readonly string _head;
    private readonly Real[] _centre;
    private readonly Real[] _scale;

    /// <summary>Lays out the network; the last layer is called <paramref name="head"/>.</summary>
    public MlpBody(MlpShape shape, int outputs, string head)
    {
        Shape = shape;
        Outputs = outputs;
        _head = head;
        _centre = Normalisation(shape.ObservationCentre, shape.ObservationSize, 0, nameof(shape.ObservationCentre));
        _scale = Normalisation(shape.ObservationScale, shape.ObservationSize, 1, nameof(shape.ObservationScale));
        NormalizesObservations = _centre.AsSpan().ContainsAnyExcept((Real)0) || _scale.AsSpan().ContainsAnyExcept((Real)1);

        ImmutableArray<TensorSpec>.Builder tensors = ImmutableArray.CreateBuilder<TensorSpec>();
        int offset = 0;
        int inputs = shape.ObservationSize;
        for (int layer = 0; layer < shape.HiddenSizes.Length; layer++)
        {
            Add(WeightName(layer), shape.HiddenSizes[layer], inputs);
            Add(BiasName(layer), shape.HiddenSizes[layer], 1);
            inputs = shape.HiddenSizes[layer];
        }

        if (shape.ContextSize > 0)
        {
            Add(TensorSpec.Context, shape.ContextSize, 1);
            Add(TensorSpec.ContextWeight, shape.HiddenSizes.IsEmpty ? outputs : shape.HiddenSizes[0], shape.ContextSize);
        }

        Add(WeightName(Layers - 1), outputs, inputs);
        Add(BiasName(Layers - 1), outputs, 1);
        Tensors = tensors.ToImmutable();
        ParameterCount = offset;

        void Add(string name, int rows, int columns)
        {
            tensors.Add(new TensorSpec(name, rows, columns, offset));
            offset = checked(offset + (rows * columns));
        }
    }

    public MlpShape Shape { get; }

    public int Outputs { get; }

    /// <summary>Number of layers, with the last.</summary>
    public int Layers => Shape.HiddenSizes.Length + 1;

    public int ParameterCount { get; }

    public ImmutableArray<TensorSpec> Tensors { get; }

    public bool NormalizesObservations { get; }

    public string WeightName(int layer) => layer == Layers - 1 ? $"{_head}.weight" : $"layers.{layer}.weight";

    public string BiasName(int layer) => layer == Layers - 1 ? $"{_head}.bias" : $"layers.{layer}.bias";

    public static TensorSpec Find(ImmutableArray<TensorSpec> tensors, string name)
    {
        foreach (TensorSpec tensor in tensors)
        {
            if (string.Equals(tensor.Name, name, StringComparison.Ordinal))
            {
                return tensor;
            }
        }

        throw new ArgumentException(
            $"The policy has no tensor '{name}'; it has {string.Join(", ", tensors.Select(tensor => tensor.Name))}.", nameof(name));
    }

    public static void CheckLength(ReadOnlySpan<Real> parameters, int expected)
    {
        if (parameters.Length != expected)
        {
            throw new ArgumentException($"parameters has shape [{parameters.Length}]; the policy has [{expected}].", nameof(parameters));
        }
    }

    /// <summary>Draws the network's first parameters; tensor i draws from child i of the key.</summary>
    public void Initialize(RandomKey key, Span<Real> parameters)
    {
        for (int i = 0; i < Tensors.Length; i++)
        {
            TensorSpec tensor = Tensors[i];
            RandomKey tensorKey = key.Derive((ulong)i);
            Span<Real> values = tensor.Of(parameters);
            if (tensor.Name is TensorSpec.ContextWeight)
            {
                tensorKey.FillNormal(0, values);
            }
            else if (tensor.Name.EndsWith(".weight", StringComparison.Ordinal))
            {
                double gain = tensor.Name == WeightName(Layers - 1) ? Shape.OutputGain : 1;
                double bound = gain * Math.Sqrt(6.0 / (tensor.Rows + tensor.Columns));
                tensorKey.FillUniform(0, values);
                foreach (ref Real value in values)
                {
                    value = (Real)(bound * ((2 * (double)value) - 1));
                }
            }
            else
            {
                values.Clear();
            }
        }
    }

    /// <summary>Records the network's output. Shape [outputs, samples].</summary>
    public Node Record(Tape tape, IReadOnlyList<Node> parameters, Node observations)
    {
        Node hidden = observations;
        for (int layer = 0; layer < Layers; layer++)
        {
            hidden = tape.Linear(
                Parameter(WeightName(layer)), Bias(layer), hidden, layer == Layers - 1 ? Activation.Identity : Shape.Activation);
        }

        return hidden;

        // A bias transformation enters where the observation enters: z₁ = W₁x + (b₁ + W_c·c).
        Node Bias(int layer) => layer == 0 && Shape.ContextSize > 0
            ? Parameter(BiasName(layer)) + tape.Multiply(Parameter(TensorSpec.ContextWeight), Parameter(TensorSpec.Context))
            : Parameter(BiasName(layer));

        Node Parameter(string name) => parameters[Tensors.IndexOf(Find(Tensors, name))];
    }

    public void Normalize(ConstMatrix observations, Matrix normalized)
    {
        if (observations.Rows != Shape.ObservationSize
            || normalized.Rows != observations.Rows
            || normalized.Columns != observations.Columns)
        {
            throw new ArgumentException(
                $"observations has shape [{observations.Rows}, {observations.Columns}] and normalized [{normalized.Rows}, "
                    + $"{normalized.Columns}]; expected both [{Shape.ObservationSize}, n].",
                nameof(observations));
        }

        for (int i = 0; i < observations.Rows; i++)
        {
            Real centre = _centre[i];
            Real scale = _scale[i];
            ReadOnlySpan<Real> source = observations.Row(i);
            Span<Real> destination = normalized.Row(i);
            for (int j = 0; j < source.Length; j++)
            {
                destination[j] = (source[j] - centre) * scale;
            }
        }
    }

    private static Real[] Normalisation(ImmutableArray<double> values, int size, double whenEmpty, string name)
    {
        Real[] result = new Real[size];
        if (values.IsDefaultOrEmpty)
        {
            Array.Fill(result, (Real)whenEmpty);
            return result;
        }

        if (values.Length != size)
        {
            throw new ArgumentException($"{name} has shape [{values.Length}]; expected [{size}] or none.", name);
        }

        for (int i = 0; i < size; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentException($"{name} must be finite; component {i} is {values[i]}.", name);
            }

            result[i] = (Real)values[i];
        }

        return result;
    }
}
