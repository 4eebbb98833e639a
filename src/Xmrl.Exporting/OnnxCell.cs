using System.Collections.Immutable;
using Xmrl.Runs.Onnx;

namespace Xmrl.Exporting;

/// <summary>One step of a policy with memory as a graph: what it is told and its memory go in, the parameters of the action distribution
/// and the next memory come out.</summary>
/// <remarks>Inputs are those of <see cref="OnnxMemory"/>; outputs as those of <see cref="OnnxPolicy"/>, then <c>next_memory</c>
/// [batch, M].</remarks>
internal sealed record OnnxCell
{
    /// <summary>Name of the graph; written as a C identifier.</summary>
    public required string Name { get; init; }

    /// <summary>One or two sentences for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>The memory.</summary>
    public required OnnxMemory Memory { get; init; }

    /// <summary>From the next memory to the mean or the logits.</summary>
    public required OnnxLayer Head { get; init; }

    /// <summary>ln σ of a Gaussian policy. Shape [A]; empty for a categorical policy.</summary>
    public required ImmutableArray<float> LogStd { get; init; }

    /// <summary>Text by name: where the policy comes from, and how a trial begins.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Writes the model; the same policy always gives the same bytes.</summary>
    /// <param name="stream">Receives it.</param>
    /// <exception cref="ArgumentException">The parts do not fit together; the message names both sizes.</exception>
    public void Write(Stream stream)
    {
        Memory.Check();
        OnnxChecks.Names([.. Memory.Layers.Append(Head).Select(static layer => layer.Name)], nameof(Head));
        OnnxChecks.LogStd(LogStd, OnnxChecks.Layer(Head, Memory.Size, nameof(Head)), nameof(LogStd));
        var graph = new OnnxGraph(Name);
        string next = Memory.AddTo(graph).Next;
        graph.Distribution(Head, next, LogStd);
        graph.Output(next, Memory.Size, "The memory after this step.");
        graph.Write(stream, Description, Metadata);
    }
}
