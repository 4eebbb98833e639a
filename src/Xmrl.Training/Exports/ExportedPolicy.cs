using System.Collections.Immutable;
using Xmrl.Numerics.Kernels;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Onnx;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Training.Exports;

/// <summary>A policy with its parameters, ready to be written for other programs.</summary>
internal sealed class ExportedPolicy
{
    private const string LogStdName = "log_std";
    private const string WeightSuffix = ".weight";

    /// <summary>Joins a policy and its parameters.</summary>
    /// <param name="policy">A <see cref="GaussianMlpPolicy"/> or <see cref="CategoricalMlpPolicy"/>.</param>
    /// <param name="parameters">θ, of the meta-policy or adapted. Shape [P].</param>
    /// <param name="name">Name of the graph.</param>
    /// <param name="metadata">Where the policy comes from: text by name.</param>
    /// <exception cref="ArgumentException">The policy is of another kind, or θ of another length.</exception>
    /// <exception cref="ArithmeticException">A parameter is not finite; the message names its tensor.</exception>
    public ExportedPolicy(IPolicy policy, ReadOnlySpan<Real> parameters, string name, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        ArgumentNullException.ThrowIfNull(policy);
        if (policy is not (GaussianMlpPolicy or CategoricalMlpPolicy))
        {
            throw new ArgumentException(
                $"policy is a {policy.GetType().Name}; expected a {nameof(GaussianMlpPolicy)} or {nameof(CategoricalMlpPolicy)}.",
                nameof(policy));
        }

        if (parameters.Length != policy.ParameterCount)
        {
            throw new ArgumentException(
                $"parameters has shape [{parameters.Length}]; the policy has [{policy.ParameterCount}].", nameof(parameters));
        }

        foreach (TensorSpec tensor in policy.Tensors)
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

        Policy = policy;
        Parameters = [.. parameters];
        Name = name;
        Metadata = metadata.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    /// <summary>The policy.</summary>
    public IPolicy Policy { get; }

    /// <summary>Parameters θ. Shape [P].</summary>
    public ImmutableArray<Real> Parameters { get; }

    /// <summary>Name of the graph.</summary>
    public string Name { get; }

    /// <summary>Where the policy comes from.</summary>
    public ImmutableSortedDictionary<string, string> Metadata { get; }

    /// <summary>Writes the policy atomically.</summary>
    /// <param name="path">File to create or replace.</param>
    /// <param name="format">Its format.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path, ExportFormat format)
    {
        if (format == ExportFormat.Onnx)
        {
            ToOnnx().Write(path);
        }
        else
        {
            ToSafetensors().Write(path);
        }
    }

    /// <summary>The policy as a graph of single precision. A context enters the bias of the first layer: b₁ + W_c·c.</summary>
    public OnnxPolicy ToOnnx()
    {
        MlpShape shape = Shape();
        bool isGaussian = Policy is GaussianMlpPolicy;
        string[] names =
        [
            .. Enumerable.Range(0, shape.HiddenSizes.Length).Select(static layer => $"layers.{layer}"), isGaussian ? "mean" : "logits",
        ];
        return new OnnxPolicy
        {
            Name = Name,
            Description = isGaussian
                ? "A Gaussian policy: actions are mean + exp(log_std) times standard normal numbers; the mean is the action without "
                    + "randomness."
                : "A categorical policy: the action is the number of a choice; the likeliest is the action without randomness.",
            ObservationCentre = Normalisation(shape.ObservationCentre, shape.ObservationSize, 0),
            ObservationScale = Normalisation(shape.ObservationScale, shape.ObservationSize, 1),
            Activation = shape.Activation switch
            {
                Activation.Tanh => OnnxActivation.Tanh,
                Activation.Relu => OnnxActivation.Relu,
                _ => OnnxActivation.Identity,
            },
            Layers =
            [
                .. names.Select(
                    (name, i) => new OnnxLayer
                    {
                        Name = name,
                        Weight = Single(Values($"{name}.weight")),
                        Bias = Single(i == 0 ? FirstBias(name) : Values($"{name}.bias")),
                    }),
            ],
            LogStd = Policy is not GaussianMlpPolicy gaussian ? []
                : Single(LogStd(gaussian)),
            Metadata = Metadata,
        };
    }

    /// <summary>The parameters by their names in <see cref="IPolicy.Tensors"/>, with <c>observation.centre</c> and <c>observation.scale</c>
    /// of the normalisation x = (o − centre)·scale; metadata also name distribution and non-linearity.</summary>
    /// <remarks>Weights have the shape [outputs, inputs], all others are vectors [n]. A Gaussian policy always has <c>log_std</c>, also
    /// where σ is a constant that is not learned.</remarks>
    public SafetensorsFile ToSafetensors()
    {
        MlpShape shape = Shape();
        var file = new SafetensorsFile();
        foreach (TensorSpec tensor in Policy.Tensors)
        {
            ReadOnlySpan<int> axes = tensor.Name.EndsWith(WeightSuffix, StringComparison.Ordinal)
                ? [tensor.Rows, tensor.Columns]
                : [tensor.Length];
            file.Tensors[tensor.Name] = StoredTensor.Of(tensor.Of(Parameters.AsSpan()), axes);
        }

        if (Policy is GaussianMlpPolicy gaussian)
        {
            file.Tensors[LogStdName] = StoredTensor.Of<Real>(LogStd(gaussian));
        }

        file.Tensors["observation.centre"] = StoredTensor.Of(Normalisation(shape.ObservationCentre, shape.ObservationSize, 0).AsSpan());
        file.Tensors["observation.scale"] = StoredTensor.Of(Normalisation(shape.ObservationScale, shape.ObservationSize, 1).AsSpan());
        foreach ((string key, string value) in Metadata)
        {
            file.Metadata[key] = value;
        }

        file.Metadata["distribution"] = Policy is GaussianMlpPolicy ? "gaussian" : "categorical";
        file.Metadata["activation"] = shape.Activation switch
        {
            Activation.Tanh => "tanh",
            Activation.Relu => "relu",
            _ => "identity",
        };
        return file;
    }

    private static ImmutableArray<float> Normalisation(ImmutableArray<double> values, int size, float whenEmpty) =>
        values.IsDefaultOrEmpty ? [.. Enumerable.Repeat(whenEmpty, size)] : [.. values.Select(static value => (float)value)];

    private static ImmutableArray<float> Single(Real[] values) => [.. values.Select(static value => (float)value)];

    /// <summary>ln σ: learned, or the constant that the policy was made with.</summary>
    private Real[] LogStd(GaussianMlpPolicy policy) =>
        policy.Shape.LearnLogStd ? Values(LogStdName) : [.. Enumerable.Repeat((Real)policy.Shape.InitialLogStd, policy.ActionSize)];

    private MlpShape Shape() => Policy is GaussianMlpPolicy gaussian ? gaussian.Shape : ((CategoricalMlpPolicy)Policy).Shape;

    private Real[] Values(string name) => Policy.Tensor(name).Of(Parameters.AsSpan()).ToArray();

    private Real[] FirstBias(string layer)
    {
        Real[] bias = Values($"{layer}.bias");
        if (Shape().ContextSize == 0)
        {
            return bias;
        }

        Real[] context = Values(TensorSpec.Context);
        Real[] weight = Values(TensorSpec.ContextWeight);
        for (int i = 0; i < bias.Length; i++)
        {
            double sum = bias[i];
            for (int k = 0; k < context.Length; k++)
            {
                sum += (double)weight[(i * context.Length) + k] * context[k];
            }

            bias[i] = (Real)sum;
        }

        return bias;
    }
}
