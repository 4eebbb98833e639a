using System.Diagnostics;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Kernels.Vectors;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Rl.Policies;

/// <summary>Evaluates a policy's network (the mean of a Gaussian policy, the logits of a categorical one) without recording derivatives and
/// without allocating. One per worker; not safe for concurrent calls.</summary>
/// <remarks>A sample's output has the same bits whichever samples are evaluated beside it.</remarks>
internal sealed class PolicyForward
{
    // Two layers of 100 units over this many samples still fit the first-level cache of common cores (2 · 100 · 64 floats are 50 KiB).
    private const int NarrowColumns = 64;

    private readonly MlpBody _body;
    private readonly int _parameterCount;
    private readonly TensorSpec[] _weights;
    private readonly TensorSpec[] _biases;
    private readonly TensorSpec _context;
    private readonly TensorSpec _contextWeight;
    private readonly AlignedBuffer _input;
    private readonly AlignedBuffer _even;
    private readonly AlignedBuffer _odd;
    private readonly AlignedBuffer _output;
    private readonly Real[] _firstBias;
    private readonly Real[] _loaded;
    private readonly FewSamples _few;

    internal PolicyForward(MlpBody body, int parameterCount, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _body = body;
        _parameterCount = parameterCount;
        Capacity = capacity;
        MlpShape shape = body.Shape;
        int hidden = shape.HiddenSizes.Length;
        _weights = new TensorSpec[hidden + 1];
        _biases = new TensorSpec[hidden + 1];
        for (int layer = 0; layer <= hidden; layer++)
        {
            _weights[layer] = MlpBody.Find(body.Tensors, body.WeightName(layer));
            _biases[layer] = MlpBody.Find(body.Tensors, body.BiasName(layer));
        }

        if (shape.ContextSize > 0)
        {
            _context = MlpBody.Find(body.Tensors, TensorSpec.Context);
            _contextWeight = MlpBody.Find(body.Tensors, TensorSpec.ContextWeight);
        }

        (_, int stride) = Padding(capacity);
        int widest = hidden == 0 ? 0 : shape.HiddenSizes.Max();
        int length = Math.Max(stride, NarrowColumns);
        _input = new AlignedBuffer(shape.ObservationSize * length);
        _even = new AlignedBuffer(widest * length);
        _odd = new AlignedBuffer(hidden > 1 ? widest * length : 0);
        _output = new AlignedBuffer(body.Outputs * length);
        _firstBias = new Real[shape.ContextSize > 0 ? _biases[0].Length : 0];
        _loaded = new Real[parameterCount];
        _few = new FewSamples([.. _weights.Select(weight => (weight.Columns, weight.Rows))]);
    }

    /// <summary>Largest number of samples per call.</summary>
    public int Capacity { get; }

    /// <summary>Keeps parameters for many calls of <see cref="Output(ConstMatrix, Matrix)"/>, also in the form that few samples
    /// need.</summary>
    /// <param name="parameters">θ, copied. Shape [P].</param>
    /// <exception cref="ArgumentException">The shape is wrong.</exception>
    public void Load(ReadOnlySpan<Real> parameters)
    {
        MlpBody.CheckLength(parameters, _parameterCount);
        parameters.CopyTo(_loaded);
        for (int layer = 0; layer < _weights.Length; layer++)
        {
            _few.Load(layer, Weight(layer, _loaded), Bias(layer, _loaded));
        }
    }

    /// <summary>As <see cref="Output(ReadOnlySpan{Real}, ConstMatrix, Matrix)"/> with the parameters of <see cref="Load"/>: the same bits,
    /// faster for few samples.</summary>
    /// <param name="observations">Raw observations o. Shape [O, n], n ≤ Capacity.</param>
    /// <param name="outputs">Receives the output. Shape [outputs, n]; no overlap with the observations.</param>
    /// <exception cref="ArgumentException">A shape is wrong.</exception>
    public void Output(ConstMatrix observations, Matrix outputs)
    {
        int count = observations.Columns;
        if (count == 0 || count > FewSamples.Maximum)
        {
            Output(_loaded, observations, outputs);
            return;
        }

        CheckShapes(observations, outputs);
        LoadFew(observations, _few.Input(count));
        Matrix result = _few.Run(count, _body.Shape.Activation);
        for (int i = 0; i < count; i++)
        {
            for (int a = 0; a < outputs.Rows; a++)
            {
                outputs[a, i] = result[i, a];
            }
        }
    }

    /// <summary>The network's output of every sample; normalises the observations itself.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="observations">Raw observations o. Shape [O, n], n ≤ Capacity.</param>
    /// <param name="outputs">Receives the output. Shape [outputs, n]; no overlap with the observations.</param>
    /// <exception cref="ArgumentException">A shape is wrong.</exception>
    public void Output(ReadOnlySpan<Real> parameters, ConstMatrix observations, Matrix outputs)
    {
        MlpBody.CheckLength(parameters, _parameterCount);
        CheckShapes(observations, outputs);
        MlpShape shape = _body.Shape;
        int count = observations.Columns;
        (int columns, int stride) = Padding(count);
        Matrix input = new(_input.Span, shape.ObservationSize, columns, stride);
        LoadInput(observations, input);
        int last = _weights.Length - 1;
        for (int layer = 0; layer < last; layer++)
        {
            Matrix output = new((layer % 2 == 0 ? _even : _odd).Span, _weights[layer].Rows, columns, stride);
            Layer(Weight(layer, parameters), Bias(layer, parameters), input, shape.Activation, output);
            input = output;
        }

        Matrix padded = new(_output.Span, _body.Outputs, columns, stride);
        MatrixProduct.Linear(Weight(last, parameters), Bias(last, parameters), input, Activation.Identity, padded);
        for (int a = 0; a < outputs.Rows; a++)
        {
            padded.Row(a)[..count].CopyTo(outputs.Row(a));
        }
    }

    /// <summary>Rounds the number of samples up to whole vectors, so that no kernel has a ragged end; what the padding holds is never read
    /// back.</summary>
    /// <remarks>Narrow activations lie without gaps, so that one call covers all rows; wide ones are spread over the cache sets.</remarks>
    private static (int Columns, int Stride) Padding(int count)
    {
        int lanes = VectorWidth.Lanes;
        int columns = (count + lanes - 1) / lanes * lanes;
        return (columns, columns <= NarrowColumns ? columns : AlignedBuffer.PaddedStride(columns));
    }

    private static void Layer(ConstMatrix weights, ReadOnlySpan<Real> bias, ConstMatrix input, Activation activation, Matrix output)
    {
        if (activation != Activation.Tanh || output.Stride != output.Columns)
        {
            MatrixProduct.Linear(weights, bias, input, activation, output);
            return;
        }

        MatrixProduct.Linear(weights, bias, input, Activation.Identity, output);
        Span<Real> all = output.Data[..(output.Rows * output.Columns)];
        VectorMath.Tanh(all, all);
    }

    private void CheckShapes(ConstMatrix observations, Matrix outputs)
    {
        int count = observations.Columns;
        if (observations.Rows != _body.Shape.ObservationSize
            || outputs.Rows != _body.Outputs
            || outputs.Columns != count
            || count > Capacity)
        {
            throw new ArgumentException(
                $"observations has shape [{observations.Rows}, {count}] and outputs [{outputs.Rows}, {outputs.Columns}]; expected "
                    + $"[{_body.Shape.ObservationSize}, n] and [{_body.Outputs}, n] with n ≤ {Capacity}.",
                nameof(observations));
        }
    }

    /// <summary>Normalises a few samples into rows.</summary>
    private void LoadFew(ConstMatrix observations, Matrix rows)
    {
        Matrix normalized = new(_input.Span, observations.Rows, observations.Columns);
        LoadInput(observations, normalized);
        for (int i = 0; i < rows.Rows; i++)
        {
            for (int o = 0; o < rows.Columns; o++)
            {
                rows[i, o] = normalized[o, i];
            }
        }
    }

    private void LoadInput(ConstMatrix observations, Matrix input)
    {
        if (_body.NormalizesObservations)
        {
            _body.Normalize(observations, new Matrix(input.Data, input.Rows, observations.Columns, input.Stride));
            return;
        }

        for (int o = 0; o < input.Rows; o++)
        {
            observations.Row(o).CopyTo(input.Row(o));
        }
    }

    private ConstMatrix Weight(int layer, ReadOnlySpan<Real> parameters) =>
        new(_weights[layer].Of(parameters), _weights[layer].Rows, _weights[layer].Columns);

    /// <summary>The bias of a layer; for the first one b₁ + W_c·c.</summary>
    private ReadOnlySpan<Real> Bias(int layer, ReadOnlySpan<Real> parameters)
    {
        ReadOnlySpan<Real> bias = _biases[layer].Of(parameters);
        if (layer > 0 || _firstBias.Length == 0)
        {
            return bias;
        }

        Debug.Assert(_firstBias.Length == bias.Length, "The context feeds the first layer.");
        ReadOnlySpan<Real> context = _context.Of(parameters);
        ReadOnlySpan<Real> weight = _contextWeight.Of(parameters);
        for (int i = 0; i < _firstBias.Length; i++)
        {
            Real sum = bias[i];
            for (int k = 0; k < context.Length; k++)
            {
                sum = Real.FusedMultiplyAdd(weight[(i * context.Length) + k], context[k], sum);
            }

            _firstBias[i] = sum;
        }

        return _firstBias;
    }
}
