using Xmrl.Rl.Policies;
using Xmrl.Trials.Recurrent;

namespace Xmrl.Exporting;

/// <summary>A policy with memory and its parameters, ready to be written for other programs.</summary>
/// <param name="policy">The policy.</param>
/// <param name="tensors">Its parameters θ.</param>
/// <param name="name">Name of the graph.</param>
/// <param name="metadata">Where the policy comes from: text by name. How a trial begins is added.</param>
internal sealed class ExportedRecurrentPolicy(
    GruPolicy policy, ExportedTensors tensors, string name, IEnumerable<KeyValuePair<string, string>> metadata)
    : ExportedTrialPolicy(
        policy.Head, new ExportedForm(policy.Body.Shape, policy.ObservationSize), tensors, name,
        metadata.Concat(ExportedMemory.Beginning(policy.MemorySize, policy.Head is GaussianMlpPolicy ? LastAction : LastChoice)))
{
    /// <summary>The policy.</summary>
    public GruPolicy Policy => policy;

    /// <inheritdoc/>
    public override void WriteOnnx(Stream stream) => ToOnnx().Write(stream);

    /// <summary>One step of the policy as a graph of single precision.</summary>
    public OnnxCell ToOnnx() => new()
    {
        Name = Name,
        Description = $"One step of a policy with memory, to be called with its own next_memory. {Actions}",
        Memory = ExportedMemory.Of(policy, Form, Tensors, ""),
        Head = Tensors.Layer(Last),
        LogStd = LogStd,
        Metadata = Metadata,
    };
}
