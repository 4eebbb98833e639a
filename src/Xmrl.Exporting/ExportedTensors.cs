using System.Collections.Immutable;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Onnx;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Exporting;

/// <summary>The parameters of an exported policy by the names of their tensors.</summary>
internal sealed class ExportedTensors
{
    private const string LogStdName = "log_std";
    private const string WeightSuffix = ".weight";
    private readonly ImmutableArray<TensorSpec> _tensors;

    /// <summary>Joins tensors and parameters.</summary>
    /// <param name="tensors">All tensors, without gaps.</param>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="name">Name of the policy, for messages.</param>
    /// <exception cref="ArgumentException">θ has another length.</exception>
    /// <exception cref="ArithmeticException">A parameter is not finite; the message names its tensor.</exception>
    public ExportedTensors(IEnumerable<TensorSpec> tensors, ReadOnlySpan<Real> parameters, string name)
    {
        _tensors = [.. tensors];
        int count = _tensors.Sum(static tensor => tensor.Length);
        if (parameters.Length != count)
        {
            throw new ArgumentException($"parameters has shape [{parameters.Length}]; the policy has [{count}].", nameof(parameters));
        }

        foreach (TensorSpec tensor in _tensors)
        {
            foreach (Real value in tensor.Of(parameters))
            {
                if (!Real.IsFinite(value))
                {
                    throw new ArithmeticException(
                        $"The tensor {tensor.Name} of {name} holds {value}: a policy that is not finite is not exported.");
                }
            }
        }

        Parameters = [.. parameters];
    }

    /// <summary>Parameters θ. Shape [P].</summary>
    public ImmutableArray<Real> Parameters { get; }

    /// <summary>In single precision.</summary>
    public static ImmutableArray<float> Single(ReadOnlySpan<Real> values)
    {
        var single = new float[values.Length];
        for (int i = 0; i < single.Length; i++)
        {
            single[i] = (float)values[i];
        }

        return [.. single];
    }

    /// <summary>The numbers of one tensor, row after row.</summary>
    public Real[] Values(string name) => Tensor(name).Of(Parameters.AsSpan()).ToArray();

    /// <summary>Rows and columns of one tensor.</summary>
    public (int Rows, int Columns) Shape(string name)
    {
        TensorSpec tensor = Tensor(name);
        return (tensor.Rows, tensor.Columns);
    }

    /// <summary>Some rows of a tensor.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="first">First row.</param>
    /// <param name="count">Number of rows.</param>
    public ReadOnlySpan<Real> Rows(string name, int first, int count)
    {
        TensorSpec tensor = Tensor(name);
        return tensor.Of(Parameters.AsSpan()).Slice(first * tensor.Columns, count * tensor.Columns);
    }

    /// <summary>The layer whose tensors are called <c>{name}.weight</c> and <c>{name}.bias</c>.</summary>
    public OnnxLayer Layer(string name) => new()
    {
        Name = name,
        Weight = Single(Values(name + WeightSuffix)),
        Bias = Single(Values(name + ".bias")),
    };

    /// <summary>The layers whose tensors' names begin so, in order.</summary>
    public OnnxLayer[] Layers(string prefix) =>
    [
        .. _tensors.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal)
                && tensor.Name.EndsWith(WeightSuffix, StringComparison.Ordinal))
            .Select(tensor => Layer(tensor.Name[..^WeightSuffix.Length])),
    ];

    /// <summary>ln σ: learned, or the constant that the policy was made with; nothing for a categorical policy.</summary>
    /// <param name="policy">The policy that draws actions.</param>
    /// <param name="prefix">What stands before the name of its tensor.</param>
    public Real[] LogStd(IPolicy policy, string prefix = "") => policy is not GaussianMlpPolicy gaussian ? []
        : gaussian.Shape.LearnLogStd ? Values(prefix + LogStdName)
        : [.. Enumerable.Repeat((Real)gaussian.Shape.InitialLogStd, gaussian.ActionSize)];

    /// <summary>All tensors by their names.</summary>
    /// <remarks>Matrices have the shape [outputs, inputs], all others are vectors [n].</remarks>
    public SafetensorsFile ToSafetensors()
    {
        var file = new SafetensorsFile();
        foreach (TensorSpec tensor in _tensors)
        {
            ReadOnlySpan<int> axes = tensor.Columns > 1 || tensor.Name.EndsWith(WeightSuffix, StringComparison.Ordinal)
                ? [tensor.Rows, tensor.Columns]
                : [tensor.Length];
            file.Tensors[tensor.Name] = StoredTensor.Of(tensor.Of(Parameters.AsSpan()), axes);
        }

        return file;
    }

    /// <summary>All tensors by their names; a Gaussian policy always has <c>log_std</c>.</summary>
    /// <param name="policy">The policy, or the head of one with memory.</param>
    /// <param name="prefix">What stands before the name of its deviations.</param>
    public SafetensorsFile ToSafetensors(IPolicy policy, string prefix = "")
    {
        SafetensorsFile file = ToSafetensors();
        if (policy is GaussianMlpPolicy)
        {
            file.Tensors[prefix + LogStdName] = StoredTensor.Of<Real>(LogStd(policy, prefix));
        }

        file.Metadata["distribution"] = policy is GaussianMlpPolicy ? "gaussian" : "categorical";
        return file;
    }

    private TensorSpec Tensor(string name) => _tensors.First(tensor => tensor.Name == name);
}
