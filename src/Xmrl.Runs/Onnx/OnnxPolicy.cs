using System.Collections.Immutable;
using Xmrl.Runs.Files;

namespace Xmrl.Runs.Onnx;

/// <summary>A policy as a graph: normalisation of the observation, a multilayer perceptron, and the parameters of the action
/// distribution.</summary>
/// <remarks>
/// Input <c>observation</c> [batch, O], raw, as the environment gives it. A Gaussian policy has the outputs <c>mean</c> and <c>log_std</c>,
/// both [batch, A]; a categorical one <c>logits</c> and <c>probabilities</c>, both [batch, k]. All are single precision; batch is any
/// number from 1 on. Every name in the file is a C identifier: whatever is neither letter nor digit becomes an underscore.
/// </remarks>
internal sealed record OnnxPolicy
{
    /// <summary>Version of the operators that the graph uses.</summary>
    public const int Opset = 13;

    /// <summary>Version of the file format.</summary>
    public const int IrVersion = 7;

    /// <summary>Name of the graph; written as a C identifier.</summary>
    public required string Name { get; init; }

    /// <summary>One or two sentences for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>c of the normalisation (o − c)·s. Shape [O].</summary>
    public required ImmutableArray<float> ObservationCentre { get; init; }

    /// <summary>s of the normalisation. Shape [O].</summary>
    public required ImmutableArray<float> ObservationScale { get; init; }

    /// <summary>The layers in order; the last is linear, its outputs are the mean or the logits.</summary>
    public required ImmutableArray<OnnxLayer> Layers { get; init; }

    /// <summary>Non-linearity after every layer but the last.</summary>
    public required OnnxActivation Activation { get; init; }

    /// <summary>ln σ of a Gaussian policy. Shape [A]; empty for a categorical policy.</summary>
    public required ImmutableArray<float> LogStd { get; init; }

    /// <summary>Whether inputs and outputs have the names of Unity's ML-Agents, see <see cref="OnnxMlAgents"/>.</summary>
    public bool ForMlAgents { get; init; }

    /// <summary>Text by name: where the policy comes from.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Writes the model; the same policy always gives the same bytes.</summary>
    /// <param name="stream">Receives it.</param>
    /// <exception cref="ArgumentException">The parts do not fit together; the message names both sizes.</exception>
    public void Write(Stream stream) => OnnxWriter.Write(this, stream);

    /// <summary>As <see cref="Write(Stream)"/>, atomically (see <see cref="AtomicFile"/>).</summary>
    /// <param name="path">File to create or replace.</param>
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, Write);
}
