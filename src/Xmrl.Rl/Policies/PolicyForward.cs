using System.Diagnostics;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Matrices;

namespace Xmrl.Rl.Policies;

/// <summary>Evaluates a policy's mean without recording derivatives and without allocating. One per worker; not safe for concurrent calls.</summary>
/// <remarks>A sample's mean has the same bits whichever samples are evaluated beside it.</remarks>
public sealed class PolicyForward
{
    private readonly GaussianMlpPolicy _policy;
    private readonly TensorSpec[] _weights;
    private readonly TensorSpec[] _biases;
    private readonly TensorSpec _context;
    private readonly TensorSpec _contextWeight;
    private readonly AlignedBuffer _input;
    private readonly AlignedBuffer _even;
    private readonly AlignedBuffer _odd;
    private readonly Real[] _firstBias;

    internal PolicyForward(GaussianMlpPolicy policy, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _policy = policy;
        Capacity = capacity;
        GaussianMlpShape shape = policy.Shape;
        int hidden = shape.HiddenSizes.Length;
        _weights = new TensorSpec[hidden + 1];
        _biases = new TensorSpec[hidden + 1];
        for (int layer = 0; layer < hidden; layer++)
        {
            _weights[layer] = policy.Tensor($"layers.{layer}.weight");
            _biases[layer] = policy.Tensor($"layers.{layer}.bias");
        }

        _weights[hidden] = policy.Tensor("mean.weight");
        _biases[hidden] = policy.Tensor("mean.bias");
        if (shape.ContextSize > 0)
        {
            _context = policy.Tensor("context");
            _contextWeight = policy.Tensor("context.weight");
        }

        int stride = AlignedBuffer.PaddedStride(capacity);
        int widest = hidden == 0 ? 0 : shape.HiddenSizes.Max();
        _input = new AlignedBuffer(policy.NormalizesObservations ? shape.ObservationSize * stride : 0);
        _even = new AlignedBuffer(widest * stride);
        _odd = new AlignedBuffer(hidden > 1 ? widest * stride : 0);
        _firstBias = new Real[shape.ContextSize > 0 ? _biases[0].Length : 0];
    }

    /// <summary>Largest number of samples per call.</summary>
    public int Capacity { get; }

    /// <summary>μ(o) of every sample; normalises the observations itself.</summary>
    /// <param name="parameters">θ. Shape [P].</param>
    /// <param name="observations">Raw observations o. Shape [O, n], n ≤ Capacity.</param>
    /// <param name="means">Receives μ. Shape [A, n]; no overlap with the observations.</param>
    /// <exception cref="ArgumentException">A shape is wrong.</exception>
    public void Mean(ReadOnlySpan<Real> parameters, ConstMatrix observations, Matrix means)
    {
        _policy.CheckLength(parameters);
        GaussianMlpShape shape = _policy.Shape;
        int count = observations.Columns;
        if (observations.Rows != shape.ObservationSize || means.Rows != shape.ActionSize || means.Columns != count || count > Capacity)
        {
            throw new ArgumentException(
                $"observations has shape [{observations.Rows}, {count}] and means [{means.Rows}, {means.Columns}]; expected [{shape.ObservationSize}, n] and [{shape.ActionSize}, n] with n ≤ {Capacity}.",
                nameof(observations));
        }

        int stride = AlignedBuffer.PaddedStride(count);
        ConstMatrix input = observations;
        if (_policy.NormalizesObservations)
        {
            Matrix normalized = new(_input.Span, shape.ObservationSize, count, stride);
            _policy.Normalize(observations, normalized);
            input = normalized;
        }

        int last = _weights.Length - 1;
        for (int layer = 0; layer < last; layer++)
        {
            Matrix output = new((layer % 2 == 0 ? _even : _odd).Span, _weights[layer].Rows, count, stride);
            MatrixProduct.Linear(Weight(layer, parameters), Bias(layer, parameters), input, shape.Activation, output);
            input = output;
        }

        MatrixProduct.Linear(Weight(last, parameters), Bias(last, parameters), input, Activation.Identity, means);
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
