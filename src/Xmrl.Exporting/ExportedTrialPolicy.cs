using System.Collections.Immutable;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Files;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Configuration;

namespace Xmrl.Exporting;

/// <summary>A policy that sees its trial, with its parameters, ready to be written for other programs: one step of it, which the caller
/// repeats.</summary>
/// <param name="policy">The policy that draws actions: says their kind.</param>
/// <param name="form">Normalisation of observations, and non-linearity of the hidden layers.</param>
/// <param name="tensors">All parameters.</param>
/// <param name="name">Name of the graph.</param>
/// <param name="metadata">Where the policy comes from, and how a trial is played: text by name.</param>
internal abstract class ExportedTrialPolicy(
    IPolicy policy, ExportedForm form, ExportedTensors tensors, string name, IEnumerable<KeyValuePair<string, string>> metadata)
    : IExportedPolicy
{
    /// <summary>What <c>previous_action</c> and its like hold, for metadata.</summary>
    protected const string LastChoice = "the last choice as one 1 among zeros";

    /// <summary>The same of a Gaussian policy.</summary>
    protected const string LastAction = "the last action as it was drawn";

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public ImmutableSortedDictionary<string, string> Metadata { get; } = metadata.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Parameters θ. Shape [P].</summary>
    public ImmutableArray<Real> Parameters => tensors.Parameters;

    /// <summary>Whether actions are numbers, and not choices.</summary>
    public bool IsGaussian => policy is GaussianMlpPolicy;

    /// <summary>One sentence on the actions.</summary>
    protected string Actions => IsGaussian
        ? "Actions are mean + exp(log_std) times standard normal numbers."
        : "The action is the number of a choice.";

    /// <summary>The parameters by name.</summary>
    protected ExportedTensors Tensors => tensors;

    /// <summary>Normalisation and non-linearity.</summary>
    protected ExportedForm Form => form;

    /// <summary>What stands before the names of the policy's own tensors.</summary>
    protected virtual string Prefix => "";

    /// <summary>ln σ in single precision; nothing for a categorical policy.</summary>
    protected ImmutableArray<float> LogStd => ExportedTensors.Single(tensors.LogStd(policy, Prefix));

    /// <summary>Name of the layer that gives means or logits.</summary>
    protected string Last => IsGaussian ? $"{Prefix}mean" : $"{Prefix}logits";

    /// <inheritdoc/>
    public void Write(string path, ExportFormat format)
    {
        if (format == ExportFormat.MlAgents)
        {
            throw new ConfigurationException(
                "ML-Agents keeps memories in another form than this policy has them: export without --ml-agents, and carry what it "
                    + "remembers yourself.");
        }

        if (format == ExportFormat.Onnx)
        {
            AtomicFile.Write(path, WriteOnnx);
        }
        else
        {
            ToSafetensors().Write(path);
        }
    }

    /// <summary>Writes one step of the policy as a graph of single precision; the same policy always gives the same bytes.</summary>
    /// <param name="stream">Receives it.</param>
    public abstract void WriteOnnx(Stream stream);

    /// <summary>The parameters by their names, with <c>observation.centre</c> and <c>observation.scale</c>; metadata also name distribution
    /// and non-linearity.</summary>
    /// <remarks>Matrices have the shape [outputs, inputs], all others are vectors [n]; the gates r, u and n of a memory lie one above
    /// another.</remarks>
    public SafetensorsFile ToSafetensors()
    {
        SafetensorsFile file = tensors.ToSafetensors(policy, Prefix);
        form.AddTo(file);
        foreach ((string key, string value) in Metadata)
        {
            file.Metadata[key] = value;
        }

        return file;
    }
}
