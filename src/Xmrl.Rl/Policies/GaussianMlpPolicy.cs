using System.Collections.Immutable;
using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;

namespace Xmrl.Rl.Policies;

/// <summary>Layout and initialisation of a Gaussian MLP policy over one flat parameter vector θ. Immutable; holds no parameters itself.</summary>
/// <remarks>
/// Tensors in order: <c>layers.{l}.weight</c> [Hₗ, Hₗ₋₁], <c>layers.{l}.bias</c> [Hₗ, 1] for every hidden layer; with a context <c>context</c> [C, 1] and
/// <c>context.weight</c> [H₁, C] (they feed the first layer, whichever it is); <c>mean.weight</c> [A, H_L], <c>mean.bias</c> [A, 1]; with a learned deviation <c>log_std</c> [A, 1].
/// </remarks>
public sealed class GaussianMlpPolicy
{
    private readonly Real[] _centre;
    private readonly Real[] _scale;

    /// <summary>Lays out the parameters.</summary>
    /// <param name="shape">The form of the policy.</param>
    /// <exception cref="ArgumentException">Centre or scale is neither empty nor of length O, or holds a number that is not finite.</exception>
    public GaussianMlpPolicy(GaussianMlpShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        Shape = shape;
        _centre = Normalisation(shape.ObservationCentre, shape.ObservationSize, 0, nameof(shape.ObservationCentre));
        _scale = Normalisation(shape.ObservationScale, shape.ObservationSize, 1, nameof(shape.ObservationScale));
        NormalizesObservations = _centre.AsSpan().ContainsAnyExcept((Real)0) || _scale.AsSpan().ContainsAnyExcept((Real)1);

        ImmutableArray<TensorSpec>.Builder tensors = ImmutableArray.CreateBuilder<TensorSpec>();
        int offset = 0;
        int inputs = shape.ObservationSize;
        for (int layer = 0; layer < shape.HiddenSizes.Length; layer++)
        {
            Add($"layers.{layer}.weight", shape.HiddenSizes[layer], inputs);
            Add($"layers.{layer}.bias", shape.HiddenSizes[layer], 1);
            inputs = shape.HiddenSizes[layer];
        }

        if (shape.ContextSize > 0)
        {
            Add("context", shape.ContextSize, 1);
            Add("context.weight", shape.HiddenSizes.IsEmpty ? shape.ActionSize : shape.HiddenSizes[0], shape.ContextSize);
        }

        Add("mean.weight", shape.ActionSize, inputs);
        Add("mean.bias", shape.ActionSize, 1);
        if (shape.LearnLogStd)
        {
            Add("log_std", shape.ActionSize, 1);
        }

        Tensors = tensors.ToImmutable();
        ParameterCount = offset;

        void Add(string name, int rows, int columns)
        {
            tensors.Add(new TensorSpec(name, rows, columns, offset));
            offset = checked(offset + (rows * columns));
        }
    }

    /// <summary>The form of the policy.</summary>
    public GaussianMlpShape Shape { get; }

    /// <summary>P, the length of θ.</summary>
    public int ParameterCount { get; }

    /// <summary>All tensors in the order of θ, without gaps.</summary>
    public ImmutableArray<TensorSpec> Tensors { get; }

    /// <summary>Whether the normalisation of observations changes anything.</summary>
    public bool NormalizesObservations { get; }

    /// <summary>Finds a tensor by name.</summary>
    /// <param name="name">For example <c>mean.weight</c>.</param>
    /// <exception cref="ArgumentException">The policy has no such tensor.</exception>
    public TensorSpec Tensor(string name)
    {
        foreach (TensorSpec tensor in Tensors)
        {
            if (string.Equals(tensor.Name, name, StringComparison.Ordinal))
            {
                return tensor;
            }
        }

        throw new ArgumentException($"The policy has no tensor '{name}'; it has {string.Join(", ", Tensors.Select(tensor => tensor.Name))}.", nameof(name));
    }

    /// <summary>Draws the first parameters.</summary>
    /// <param name="key">Each tensor draws from its own child, numbered by its place in <see cref="Tensors"/>.</param>
    /// <param name="parameters">Receives θ. Shape [P].</param>
    /// <exception cref="ArgumentException">θ has the wrong length.</exception>
    /// <remarks>
    /// Weights uniform in ±g·√(6/(inputs + outputs)) (Glorot and Bengio 2010) with g = 1 for hidden layers and <see cref="GaussianMlpShape.OutputGain"/> for the last;
    /// <c>context.weight</c> standard normal, so that a gradient step in the context moves the first layer at once; biases and context zero; log σ as the shape says.
    /// </remarks>
    public void Initialize(RandomKey key, Span<Real> parameters)
    {
        CheckLength(parameters);
        for (int i = 0; i < Tensors.Length; i++)
        {
            TensorSpec tensor = Tensors[i];
            RandomKey tensorKey = key.Derive((ulong)i);
            Span<Real> values = tensor.Of(parameters);
            if (tensor.Name is "context.weight")
            {
                tensorKey.FillNormal(0, values);
            }
            else if (tensor.Name is "log_std")
            {
                values.Fill((Real)Shape.InitialLogStd);
            }
            else if (tensor.Name.EndsWith(".weight", StringComparison.Ordinal))
            {
                double gain = tensor.Name is "mean.weight" ? Shape.OutputGain : 1;
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

    /// <summary>Builds scratch memory for evaluating the mean; one per worker.</summary>
    /// <param name="capacity">Largest number of samples per call, ≥ 1.</param>
    public PolicyForward CreateForward(int capacity) => new(this, capacity);

    /// <summary>σ = e^{log σ}.</summary>
    /// <param name="parameters">θ. Shape [P].</param>
    /// <param name="deviations">Receives σ. Shape [A].</param>
    /// <exception cref="ArgumentException">A shape is wrong.</exception>
    public void StandardDeviations(ReadOnlySpan<Real> parameters, Span<Real> deviations)
    {
        CheckLength(parameters);
        if (deviations.Length != Shape.ActionSize)
        {
            throw new ArgumentException($"deviations has shape [{deviations.Length}]; expected [{Shape.ActionSize}].", nameof(deviations));
        }

        if (!Shape.LearnLogStd)
        {
            deviations.Fill((Real)Math.Exp(Shape.InitialLogStd));
            return;
        }

        ReadOnlySpan<Real> logs = Tensors[^1].Of(parameters);
        for (int i = 0; i < logs.Length; i++)
        {
            deviations[i] = (Real)Math.Exp(logs[i]);
        }
    }

    /// <summary>x = (o − centre)·scale, component by component.</summary>
    /// <param name="observations">o. Shape [O, n].</param>
    /// <param name="normalized">Receives x. Shape [O, n]; may be the same memory.</param>
    /// <exception cref="ArgumentException">A shape is wrong.</exception>
    public void Normalize(ConstMatrix observations, Matrix normalized)
    {
        if (observations.Rows != Shape.ObservationSize || normalized.Rows != observations.Rows || normalized.Columns != observations.Columns)
        {
            throw new ArgumentException(
                $"observations has shape [{observations.Rows}, {observations.Columns}] and normalized [{normalized.Rows}, {normalized.Columns}]; expected both [{Shape.ObservationSize}, n].",
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

    internal void CheckLength(ReadOnlySpan<Real> parameters)
    {
        if (parameters.Length != ParameterCount)
        {
            throw new ArgumentException($"parameters has shape [{parameters.Length}]; the policy has [{ParameterCount}].", nameof(parameters));
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
