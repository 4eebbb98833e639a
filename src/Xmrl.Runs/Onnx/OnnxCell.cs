using System.Collections.Immutable;
using Xmrl.Runs.Files;

namespace Xmrl.Runs.Onnx;

/// <summary>One step of a policy with memory as a graph: what it is told and its memory go in, the parameters of the action distribution
/// and the next memory come out.</summary>
/// <remarks>
/// <para>Inputs <c>observation</c> [batch, O], raw, <c>previous_action</c> [batch, A′], <c>previous_reward</c> and <c>trajectory_start</c>,
/// both [batch, 1], and <c>memory</c> [batch, M]; outputs as those of <see cref="OnnxPolicy"/>, then <c>next_memory</c> [batch, M].</para>
/// <para>With e the embedding of the normalised observation and the other three, side by side: r = σ(W_r·[e, h] + b_r),
/// u = σ(W_u·[e, h] + b_u), n = tanh(W_n·e + b_n + r∘(U_n·h + c)) and h′ = n + u∘(h − n).</para>
/// </remarks>
/// <seealso href="https://arxiv.org/abs/1406.1078">Cho et al. (2014): the gated recurrent unit.</seealso>
internal sealed record OnnxCell
{
    /// <summary>Name of the graph; written as a C identifier.</summary>
    public required string Name { get; init; }

    /// <summary>One or two sentences for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>Centre of the normalisation (o − centre)·scale. Shape [O].</summary>
    public required ImmutableArray<float> ObservationCentre { get; init; }

    /// <summary>Scale of the normalisation. Shape [O].</summary>
    public required ImmutableArray<float> ObservationScale { get; init; }

    /// <summary>A′ ≥ 1: numbers that tell the last action.</summary>
    public required int ActionSize { get; init; }

    /// <summary>The layers of the embedding in order; empty for e = (o, a, r, f).</summary>
    public required ImmutableArray<OnnxLayer> Embedding { get; init; }

    /// <summary>Non-linearity after every layer of the embedding.</summary>
    public required OnnxActivation Activation { get; init; }

    /// <summary>W_r [M, E + M] and b_r.</summary>
    public required OnnxLayer ResetGate { get; init; }

    /// <summary>W_u [M, E + M] and b_u.</summary>
    public required OnnxLayer UpdateGate { get; init; }

    /// <summary>W_n [M, E] and b_n.</summary>
    public required OnnxLayer Candidate { get; init; }

    /// <summary>U_n [M, M] and c.</summary>
    public required OnnxLayer Recurrent { get; init; }

    /// <summary>From the next memory to the mean or the logits.</summary>
    public required OnnxLayer Head { get; init; }

    /// <summary>ln σ of a Gaussian policy. Shape [A]; empty for a categorical policy.</summary>
    public required ImmutableArray<float> LogStd { get; init; }

    /// <summary>Text by name: where the policy comes from, and how a trial begins.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Writes the model; the same policy always gives the same bytes.</summary>
    /// <param name="stream">Receives it.</param>
    /// <exception cref="ArgumentException">The parts do not fit together; the message names both sizes.</exception>
    public void Write(Stream stream) => OnnxCellWriter.Write(this, stream);

    /// <summary>As <see cref="Write(Stream)"/>, atomically (see <see cref="AtomicFile"/>).</summary>
    /// <param name="path">File to create or replace.</param>
    /// <exception cref="ArgumentException">The parts do not fit together.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path) => AtomicFile.Write(path, Write);
}
