using System.Collections.Immutable;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Onnx;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Exporting;

/// <summary>A perceptron with its parameters, ready to be written for other programs.</summary>
internal sealed class ExportedPolicy : IExportedPolicy
{
    private readonly MlpShape _shape;
    private readonly ExportedForm _form;
    private readonly ExportedTensors _tensors;

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
        _shape = policy switch
        {
            GaussianMlpPolicy gaussian => gaussian.Shape,
            CategoricalMlpPolicy categorical => categorical.Shape,
            _ => throw new ArgumentException(
                $"policy is a {policy.GetType().Name}; expected a {nameof(GaussianMlpPolicy)} or {nameof(CategoricalMlpPolicy)}.",
                nameof(policy)),
        };
        _form = new ExportedForm(_shape, _shape.ObservationSize);
        _tensors = new ExportedTensors(policy.Tensors, parameters, name);
        Policy = policy;
        Name = name;
        Metadata = metadata.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    /// <summary>The policy.</summary>
    public IPolicy Policy { get; }

    /// <summary>Parameters θ. Shape [P].</summary>
    public ImmutableArray<Real> Parameters => _tensors.Parameters;

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ImmutableSortedDictionary<string, string> Metadata { get; }

    /// <summary>How the policy adapts; null where that is not known. Written to safetensors alone.</summary>
    public ExportedAdaptation? Adaptation { get; init; }

    /// <inheritdoc/>
    public void Write(string path, ExportFormat format)
    {
        if (format != ExportFormat.Safetensors)
        {
            (ToOnnx() with { ForMlAgents = format == ExportFormat.MlAgents }).Write(path);
        }
        else
        {
            ToSafetensors().Write(path);
        }
    }

    /// <summary>The policy as a graph of single precision. A context enters the bias of the first layer: b₁ + W_c·c.</summary>
    public OnnxPolicy ToOnnx()
    {
        bool isGaussian = Policy is GaussianMlpPolicy;
        OnnxLayer[] layers = [.. _form.HiddenLayers.Append(isGaussian ? "mean" : "logits").Select(_tensors.Layer)];
        layers[0] = layers[0] with { Bias = ExportedTensors.Single(FirstBias(layers[0].Name)) };
        return new OnnxPolicy
        {
            Name = Name,
            Description = isGaussian
                ? "A Gaussian policy: actions are mean + exp(log_std) times standard normal numbers; the mean is the action without "
                    + "randomness."
                : "A categorical policy: the action is the number of a choice; the likeliest is the action without randomness.",
            ObservationCentre = _form.Centre,
            ObservationScale = _form.Scale,
            Activation = _form.Activation,
            Layers = [.. layers],
            LogStd = ExportedTensors.Single(_tensors.LogStd(Policy)),
            Metadata = Metadata,
        };
    }

    /// <summary>The parameters by their names in <see cref="IPolicy.Tensors"/>, with <c>observation.centre</c> and <c>observation.scale</c>
    /// of the normalisation x = (o − centre)·scale; metadata also name distribution and non-linearity.</summary>
    /// <remarks>Weights have the shape [outputs, inputs], all others are vectors [n]. A Gaussian policy always has <c>log_std</c>, also
    /// where σ is a constant that is not learned.</remarks>
    public SafetensorsFile ToSafetensors()
    {
        SafetensorsFile file = _tensors.ToSafetensors(Policy);
        _form.AddTo(file);
        foreach ((string key, string value) in Metadata)
        {
            file.Metadata[key] = value;
        }

        Adaptation?.AddTo(file);
        return file;
    }

    private Real[] FirstBias(string layer)
    {
        Real[] bias = _tensors.Values($"{layer}.bias");
        if (_shape.ContextSize == 0)
        {
            return bias;
        }

        Real[] context = _tensors.Values(TensorSpec.Context);
        Real[] weight = _tensors.Values(TensorSpec.ContextWeight);
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
