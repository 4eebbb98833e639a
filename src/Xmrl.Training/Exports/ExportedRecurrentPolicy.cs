using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Onnx;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Configuration;
using Xmrl.Trials.Recurrent;

namespace Xmrl.Training.Exports;

/// <summary>A policy with memory and its parameters, ready to be written for other programs: one step of it, which the caller
/// repeats.</summary>
internal sealed class ExportedRecurrentPolicy : IExportedPolicy
{
    private const string MemoryBias = "memory.bias";
    private const string MemoryWeight = "memory.weight";
    private readonly ExportedForm _form;
    private readonly ExportedTensors _tensors;

    /// <summary>Joins a policy and its parameters.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="name">Name of the graph.</param>
    /// <param name="metadata">Where the policy comes from: text by name. How a trial begins is added.</param>
    /// <exception cref="ArgumentException">θ has another length.</exception>
    /// <exception cref="ArithmeticException">A parameter is not finite; the message names its tensor.</exception>
    public ExportedRecurrentPolicy(
        GruPolicy policy, ReadOnlySpan<Real> parameters, string name, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _form = new ExportedForm(policy.Body.Shape, policy.ObservationSize);
        _tensors = new ExportedTensors(policy.Tensors, parameters, name);
        Policy = policy;
        Name = name;
        Metadata = metadata.Concat(Beginning(policy)).ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    /// <summary>The policy.</summary>
    public GruPolicy Policy { get; }

    /// <summary>Parameters θ. Shape [P].</summary>
    public ImmutableArray<Real> Parameters => _tensors.Parameters;

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ImmutableSortedDictionary<string, string> Metadata { get; }

    /// <inheritdoc/>
    public void Write(string path, ExportFormat format)
    {
        if (format == ExportFormat.MlAgents)
        {
            throw new ConfigurationException(
                "ML-Agents keeps memories in another form than RL² has them: export without --ml-agents, and carry the memory yourself.");
        }

        if (format == ExportFormat.Onnx)
        {
            ToOnnx().Write(path);
        }
        else
        {
            ToSafetensors().Write(path);
        }
    }

    /// <summary>One step of the policy as a graph of single precision.</summary>
    public OnnxCell ToOnnx()
    {
        int size = Policy.MemorySize;
        bool isGaussian = Policy.Head is GaussianMlpPolicy;
        return new OnnxCell
        {
            Name = Name,
            Description = "One step of a policy with memory, to be called with its own next_memory. "
                + (isGaussian
                    ? "Actions are mean + exp(log_std) times standard normal numbers."
                    : "The action is the number of a choice."),
            ObservationCentre = _form.Centre,
            ObservationScale = _form.Scale,
            ActionSize = Policy.Head.EncodedActionSize,
            Embedding = [.. _form.HiddenLayers.Select(_tensors.Layer)],
            Activation = _form.Activation,
            ResetGate = Gate("reset_gate", 0),
            UpdateGate = Gate("update_gate", 1),
            Candidate = new OnnxLayer
            {
                Name = "candidate",
                Weight = ExportedTensors.Single(_tensors.Rows("input.weight", 2 * size, size)),
                Bias = ExportedTensors.Single(_tensors.Rows("input.bias", 2 * size, size)),
            },
            Recurrent = new OnnxLayer
            {
                Name = "recurrent",
                Weight = ExportedTensors.Single(_tensors.Rows(MemoryWeight, 2 * size, size)),
                Bias = ExportedTensors.Single(_tensors.Values(MemoryBias)),
            },
            Head = _tensors.Layer(isGaussian ? "mean" : "logits"),
            LogStd = ExportedTensors.Single(_tensors.LogStd(Policy.Head)),
            Metadata = Metadata,
        };
    }

    /// <summary>The parameters by their names in <see cref="GruPolicy.Tensors"/>, with <c>observation.centre</c> and
    /// <c>observation.scale</c>; metadata also name distribution and non-linearity.</summary>
    /// <remarks>Weights have the shape [outputs, inputs], all others are vectors [n]; the gates r, u and n lie one above another.</remarks>
    public SafetensorsFile ToSafetensors()
    {
        SafetensorsFile file = _tensors.ToSafetensors(Policy.Head);
        _form.AddTo(file);
        foreach ((string key, string value) in Metadata)
        {
            file.Metadata[key] = value;
        }

        return file;
    }

    private static Dictionary<string, string> Beginning(GruPolicy policy) => new(StringComparer.Ordinal)
    {
        ["memory.size"] = policy.MemorySize.ToString(CultureInfo.InvariantCulture),
        ["trial.start"] = "memory, previous_action, previous_reward and trajectory_start are 0",
        ["trial.step"] = policy.Head.ActionChoices > 0
            ? "memory is the last next_memory, previous_action the last choice as one 1 among zeros, previous_reward its reward"
            : "memory is the last next_memory, previous_action the last action as it was drawn, previous_reward its reward",
        ["trial.trajectory"] = "on the first step of every later trajectory trajectory_start is 1, otherwise 0; all else goes on",
    };

    /// <summary>A gate that reads embedding and memory at once: [W, U]·[e, h] + b.</summary>
    private OnnxLayer Gate(string name, int gate)
    {
        int size = Policy.MemorySize;
        var weight = new List<float>();
        for (int row = gate * size; row < (gate + 1) * size; row++)
        {
            weight.AddRange(ExportedTensors.Single(_tensors.Rows("input.weight", row, 1)));
            weight.AddRange(ExportedTensors.Single(_tensors.Rows(MemoryWeight, row, 1)));
        }

        return new OnnxLayer
        {
            Name = name,
            Weight = [.. weight],
            Bias = ExportedTensors.Single(_tensors.Rows("input.bias", gate * size, size)),
        };
    }
}
