using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Kernels.Operators;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Rl.Policies;

/// <summary>A network over few samples, vectorised over its units instead of its samples: the weights are kept transposed and padded to
/// whole vectors.</summary>
/// <remarks>Every element is the same chain of fused multiply-adds, started at the bias, as in
/// <see cref="MatrixProduct.Linear(ConstMatrix, ReadOnlySpan{Real}, ConstMatrix, Activation, Matrix)"/>: the same bits.</remarks>
internal sealed class FewSamples
{
    private const int TransposedAtOnce = 16;

    private readonly AlignedBuffer[] _weights;
    private readonly AlignedBuffer[] _biases;
    private readonly (int Inputs, int Outputs)[] _layers;
    private readonly AlignedBuffer _even;
    private readonly AlignedBuffer _odd;

    public FewSamples((int Inputs, int Outputs)[] layers)
    {
        _layers = layers;
        _weights = [.. layers.Select(layer => new AlignedBuffer(layer.Inputs * AlignedBuffer.PaddedStride(layer.Outputs)))];
        _biases = [.. layers.Select(layer => new AlignedBuffer(AlignedBuffer.PaddedStride(layer.Outputs)))];
        int widest = Maximum * layers.Max(layer => AlignedBuffer.PaddedStride(Math.Max(layer.Inputs, layer.Outputs)));
        _even = new AlignedBuffer(widest);
        _odd = new AlignedBuffer(widest);
    }

    /// <summary>Largest number of samples; beyond it, vectors of samples are as fast (measured with 100 units).</summary>
    public const int Maximum = 24;

    /// <summary>Where the inputs go, one row per sample. Shape [samples, inputs].</summary>
    public Matrix Input(int samples) => Rows(_even, samples, _layers[0].Inputs);

    /// <summary>Keeps a layer's parameters.</summary>
    public void Load(int layer, ConstMatrix weights, ReadOnlySpan<Real> bias)
    {
        Matrix transposed = Rows(_weights[layer], weights.Columns, weights.Rows);
        // A few columns at a time, so that the rows being written stay in the first-level cache.
        for (int first = 0; first < weights.Columns; first += TransposedAtOnce)
        {
            int end = Math.Min(first + TransposedAtOnce, weights.Columns);
            for (int i = 0; i < weights.Rows; i++)
            {
                ReadOnlySpan<Real> row = weights.Row(i);
                Span<Real> column = transposed.Data[i..];
                for (int k = first; k < end; k++)
                {
                    column[k * transposed.Stride] = row[k];
                }
            }
        }

        bias.CopyTo(_biases[layer].Span);
    }

    /// <summary>Runs the network on what lies in <see cref="Input"/>.</summary>
    /// <param name="samples">Number of samples, in [1, <see cref="Maximum"/>].</param>
    /// <param name="activation">Of the hidden layers.</param>
    /// <returns>The outputs, one row per sample. Shape [samples, outputs].</returns>
    public Matrix Run(int samples, Activation activation)
    {
        Matrix input = Input(samples);
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            Matrix output = Rows(layer % 2 == 0 ? _odd : _even, samples, _layers[layer].Outputs);
            Matrix whole = new(output.Data, samples, output.Stride, output.Stride);
            Matrix weights = Rows(_weights[layer], _layers[layer].Inputs, _layers[layer].Outputs);
            MatrixProduct.MultiplyAddRow(
                input, new ConstMatrix(weights.Data, weights.Rows, weights.Stride, weights.Stride), _biases[layer].Span, whole);
            if (layer < _layers.Length - 1)
            {
                Activate(whole.Data, activation);
            }

            input = output;
        }

        return input;
    }

    private static Matrix Rows(AlignedBuffer buffer, int rows, int columns)
    {
        int stride = AlignedBuffer.PaddedStride(columns);
        return new Matrix(buffer.Span[..(rows * stride)], rows, columns, stride);
    }

    private static void Activate(Span<Real> values, Activation activation)
    {
        switch (activation)
        {
            case Activation.Tanh:
                VectorMath.Tanh(values, values);
                break;
            case Activation.Relu:
                Elementwise.Apply<ReluOperator>(values, values);
                break;
            default:
                break;
        }
    }
}
